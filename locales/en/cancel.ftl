cancel-summary = Stop what I am doing for you
cancel-nothing = There is nothing to stop: I’m not working on anything for you right now.
cancel-question = All right, I’m not waiting for that any more.
cancel-job = Stopped: <b>{ $subject }</b>
cancel-jobs = { $count ->
        [one] Stopped { $count } thing I was doing for you here.
       *[other] Stopped { $count } things I was doing for you here.
    }
cancel-too-late = There is nothing left to stop here.
