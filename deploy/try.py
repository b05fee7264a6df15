#!/usr/bin/env python3
"""Tries what the documents promise about other machines, in roots made by Debian's debootstrap. Needs root, no Docker.

    deploy/try.py image          the Dockerfile's own steps; then the result as a container would run it: its uid, its
                                 root read-only, no capability, one volume; a conversation with it; and what it weighs
    deploy/try.py fresh [TEST]   `make run` and `make test` (or TEST, a command) in Debian's smallest system with make,
                                 git and a Rust toolchain

What is committed is tried. The toolchain and the crates already fetched are this machine's, everything else comes from
Debian. What differs from Docker: layers are not kept, and the system calls of a container are not filtered.
"""

import argparse
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SUITE = "trixie"
TOOLCHAIN = "/usr/local/toolchain"
PATH = f"{TOOLCHAIN}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# The home of whoever builds in a root.
HOME = "/srv/home"
TOKEN = "424242:SIMULATED-TOKEN-0123456789-ABCDEFGH"
# What the slim images of Debian leave out.
NOT_IN_SLIM = ["usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/info", "usr/share/lintian", "usr/share/linda",
               "var/cache/apt", "var/lib/apt/lists"]
PERSON = 1001


def say(text):
    print(f"\n== {text}", flush=True)


def run(*command, **more):
    subprocess.run([str(word) for word in command], check=True, **more)


class Root:
    """A system in a folder. Its mounts and processes end with this program, which has namespaces of its own."""

    def __init__(self, place, name, packages=()):
        self.path = place / name
        base = place / "base"
        if not (base / "complete").exists():
            say(f"Debian {SUITE}, the smallest there is")
            shutil.rmtree(base, ignore_errors=True)
            run("debootstrap", "--variant=minbase", SUITE, base, stdout=subprocess.DEVNULL)
            (base / "complete").touch()
        shutil.rmtree(self.path, ignore_errors=True)
        run("cp", "-a", base, self.path)
        (self.path / "complete").unlink()
        for kind in ("proc", "dev"):
            run("mount", "--rbind", f"/{kind}", self.path / kind)
        shutil.copy("/etc/resolv.conf", self.path / "etc/resolv.conf")
        self.environment = {"PATH": PATH, "HOME": HOME}
        self.folder = "/"
        if packages:
            self.shell("apt-get update -qq && apt-get install -qq --no-install-recommends " + " ".join(packages))

    def lend_rust(self):
        sysroot = subprocess.check_output(["rustc", "--print", "sysroot"], text=True).strip()
        self.lend(sysroot, TOOLCHAIN)
        crates = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")) / "registry"
        crates.mkdir(parents=True, exist_ok=True)
        self.lend(crates, f"{HOME}/.cargo/registry")
        # A company's own certificates, if this machine has any.
        self.lend("/etc/ssl/certs", "/etc/ssl/certs")

    def lend(self, what, where):
        inside = self.path / where.lstrip("/")
        inside.mkdir(parents=True, exist_ok=True)
        run("mount", "--bind", what, inside)

    def shell(self, script, **more):
        print(f"-- {script[:110]}", flush=True)
        run(*self.command(["sh", "-euc", script]), env=self.environment, **more)

    def command(self, argv):
        # Not chroot: whoever is in one may not make namespaces of their own, as tests of a full disk do.
        enter = """mount --rbind "$0" "$0"; cd "$0"; pivot_root . mnt; cd /; umount --lazy /mnt; cd "$1"; shift; exec "$@" """
        return ["unshare", "--mount", "--propagation", "private", "sh", "-euc", enter, self.path, self.folder, *argv]


def instructions():
    """The Dockerfile's, one a line: its name and what follows."""
    text = (HERE / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


class Image:
    """What the Dockerfile says, done step by step."""

    def __init__(self, place):
        self.place = place
        self.stages, self.settings = {}, {}
        self.root = None
        for name, rest in instructions():
            if name in ("LABEL", "VOLUME", "USER", "STOPSIGNAL"):
                self.settings[name] = rest
            elif hasattr(self, name):
                getattr(self, name)(rest)
            else:
                sys.exit(f"the Dockerfile says {name}, which this script does not know")

    def FROM(self, rest):
        image, _, stage = rest.partition(" AS ")
        say(f"FROM {image}")
        rust = image.startswith("rust:")
        self.root = Root(self.place, stage or "image", ["gcc", "libc6-dev", "ca-certificates"] if rust else [])
        if rust:
            self.root.lend_rust()
        self.stages[stage] = self.root
        self.settings = {}

    def COPY(self, rest):
        words = rest.split()
        if words[0].startswith("--from="):
            source = self.stages[words.pop(0).partition("=")[2]].path
        else:
            source = self.context()
        *sources, target = words
        target = self.root.path / os.path.join(self.root.folder, target).lstrip("/")
        for one in sources:
            one = source / one.lstrip("/")
            if one.is_dir():
                shutil.copytree(one, target, dirs_exist_ok=True)
            else:
                (target if rest.endswith("/") else target.parent).mkdir(parents=True, exist_ok=True)
                shutil.copy2(one, target)

    def context(self):
        """What is committed, less what .dockerignore keeps back."""
        folder = self.place / "context"
        if not folder.exists():
            allowed = [line[1:] for line in (HERE / ".dockerignore").read_text().splitlines() if line.startswith("!")]
            folder.mkdir()
            archive = subprocess.Popen(["git", "-C", HERE, "archive", "HEAD", *allowed], stdout=subprocess.PIPE)
            run("tar", "-x", "-C", folder, stdin=archive.stdout)
        return folder

    def RUN(self, rest):
        self.root.shell(rest)

    def WORKDIR(self, rest):
        self.root.folder = rest
        (self.root.path / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def ENV(self, rest):
        self.root.environment.update(pair.split("=", 1) for pair in rest.split())

    def HEALTHCHECK(self, rest):
        self.settings["HEALTHCHECK"] = json.loads(rest.partition(" CMD ")[2])

    def ENTRYPOINT(self, rest):
        self.settings["ENTRYPOINT"] = json.loads(rest)

    def CMD(self, rest):
        self.settings["CMD"] = json.loads(rest)

    def contained(self, argv):
        """A command as the container would run it."""
        uid, _, gid = self.settings["USER"].partition(":")
        inside = self.root.command(["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--no-new-privs",
                                    "--bounding-set=-all", "--inh-caps=-all", *argv])
        return [str(word) for word in inside]


def try_image(place):
    for leftover in ("context", "volume"):
        shutil.rmtree(place / leftover, ignore_errors=True)
    image = Image(place)
    build = image.stages["build"]
    build.shell("cargo build --locked --release --package simulator")

    say("What it weighs")
    for folder in NOT_IN_SLIM:
        shutil.rmtree(image.root.path / folder, ignore_errors=True)
    weigh(image.root.path)

    say("A container: its uid, a root that is read-only, no capability, one volume")
    volume = place / "volume"
    volume_inside = image.settings["VOLUME"]
    shutil.copytree(image.root.path / volume_inside.lstrip("/"), volume)
    uid, _, gid = image.settings["USER"].partition(":")
    os.chown(volume, int(uid), int(gid))
    run("mount", "--bind", image.root.path, image.root.path)
    for kind in ("proc", "dev"):
        run("mount", "--rbind", f"/{kind}", image.root.path / kind)
    run("mount", "--bind", volume, image.root.path / volume_inside.lstrip("/"))
    run("mount", "-o", "remount,bind,ro", image.root.path)

    simulator = subprocess.Popen(build.command(["/build/target/release/simulator", "--listen", "127.0.0.1:0"]),
                                 env=build.environment, stdout=subprocess.PIPE, text=True)
    telegram = next(word for word in simulator.stdout.readline().split() if word.startswith("http://"))
    environment = {**image.root.environment, "REPRISE_BOT__TOKEN": TOKEN, "REPRISE_BOT__API_URL": telegram,
                   "REPRISE_BOT__OWNERS": "1003", "TINI_SUBREAPER": "1"}  # here tini is not the first process
    bot = subprocess.Popen(image.contained(image.settings["ENTRYPOINT"] + image.settings["CMD"]), env=environment)
    healthy = lambda: subprocess.run(image.contained(image.settings["HEALTHCHECK"]), env=environment,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    wait_until("the health check is content", healthy, bot)
    converse(telegram)

    say("Nothing may be written but to the volume")
    refused = subprocess.run(image.contained(["touch", "/srv/reprise/elsewhere"]), stderr=subprocess.PIPE)
    assert refused.returncode != 0, "the root is not read-only"
    run(*image.contained(["reprise", "doctor"]), env=environment)
    found = sorted(str(file.relative_to(volume)) for file in volume.rglob("*") if file.is_file())
    print("in the volume:", ", ".join(found))

    say("Stopping")
    began = time.monotonic()
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(timeout=15) == 0, f"exit code {bot.returncode}"
    print(f"exit code 0 after {time.monotonic() - began:.1f} s")


def weigh(root):
    files = ["--one-file-system", "--exclude=./proc/*", "--exclude=./dev/*", "-C", root, "."]
    whole = int(subprocess.check_output(["du", "-sx", "--block-size=1", "--exclude=dev", "--exclude=proc", root]).split()[0])
    packed = int(subprocess.check_output(f"tar -c {' '.join(map(str, files))} | gzip -6 | wc -c", shell=True))
    binary = (root / "usr/local/bin/reprise").stat().st_size
    print(f"the image {whole / 1e6:.0f} MB, compressed {packed / 1e6:.0f} MB; `reprise` itself {binary / 1e6:.1f} MB")


def try_fresh(place, test):
    root = Root(place, "fresh", ["make", "git", "ca-certificates"])
    root.lend_rust()
    run("git", "clone", "-q", "--no-hardlinks", HERE, root.path / HOME[1:] / "reprise")
    root.shell("git config --global --add safe.directory '*'")
    root.folder = f"{HOME}/reprise"
    if not test:
        say("make run")
        # A group of its own, since Ctrl-C in a terminal reaches all of one.
        bot = subprocess.Popen([str(word) for word in root.command(["make", "run"])], env=root.environment,
                               stdout=subprocess.PIPE, text=True, start_new_session=True)
        address = None
        for line in bot.stdout:
            print(line, end="", flush=True)
            if line.startswith("Open http://"):
                address = line.split()[1]
                break
        assert address, "make run ended without an address"
        page = fetch(address + "/")
        assert b"<html" in page, "there is no chat page"
        print(f"the chat page: {len(page)} bytes")
        converse(address)
        os.killpg(bot.pid, signal.SIGINT)
        bot.wait(timeout=30)
    say(test or "make test")
    began = time.monotonic()
    root.shell(test or "make test")
    print(f"passed in {time.monotonic() - began:.0f} s")


def fetch(url, body=None, kind="application/json"):
    headers = {"Content-Type": kind} if body else {}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
        return answer.read()


def converse(telegram):
    """Somebody says hello, likes it faster, and sends a tone."""
    def messages(after):
        query = urllib.parse.urlencode({"as": PERSON, "chat": PERSON, "after": after})
        return [m for m in json.loads(fetch(f"{telegram}/sim/messages?{query}")) if not m["out"]]

    def told(text, wanted=lambda message: True):
        said = json.dumps({"as": PERSON, "chat": PERSON, "text": text}).encode()
        number = json.loads(fetch(f"{telegram}/sim/say", said))["message_id"]
        answer = wait_until(f"an answer to {text}", lambda: [m for m in messages(number) if wanted(m)])[0]
        print(f"> {text}\n< {(answer.get('text') or answer.get('caption') or '').splitlines()[0]}")
        return number

    told("/start")
    told("/speed 2")
    fields = {"as": PERSON, "chat": PERSON, "kind": "audio", "title": "A tone"}
    parts = [f'--tone\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    parts.append('--tone\r\nContent-Disposition: form-data; name="file"; filename="tone.aiff"\r\n\r\n')
    body = "".join(parts).encode() + tone(seconds=30) + b"\r\n--tone--\r\n"
    number = json.loads(fetch(f"{telegram}/sim/upload", body, "multipart/form-data; boundary=tone"))["message_id"]
    track = wait_until("the tone at twice its speed", lambda: [m for m in messages(number) if m.get("audio")])[0]
    print(f"> (30 s of a tone)\n< (a track of {track['audio']['duration']} s)")
    assert track["audio"]["duration"] == 15, track["audio"]
    assert track["audio"].get("thumbnail"), "its cover came along"


def tone(seconds):
    """A sound with a cover, as AIFF, which holds both without an encoder."""
    def chunk(name, body):
        return name + struct.pack(">I", len(body)) + body

    rate = 8000
    samples = b"".join(struct.pack(">h", 8000 * (n // 9 % 2)) for n in range(rate * seconds))
    side = 64
    pixels = zlib.compress((b"\0" + b"\x30\x60\xc0" * side) * side)
    png = b"\x89PNG\r\n\x1a\n"
    for name, body in ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b"")):
        png += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    picture = b"\0image/png\0\3\0" + png
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = bytes(len(frame) >> shift & 0x7f for shift in (21, 14, 7, 0))
    # The rate is a number of ten bytes: its exponent, and 8000 moved to the left.
    form = struct.pack(">hIh", 1, rate * seconds, 16) + struct.pack(">HQ", 16383 + 12, rate << 51)
    return chunk(b"FORM", b"AIFF" + chunk(b"COMM", form) + chunk(b"SSND", bytes(8) + samples)
                 + chunk(b"ID3 ", b"ID3\3\0\0" + size + frame + bytes(len(frame) % 2)))


def wait_until(what, is_so, process=None, patience=90):
    began = time.monotonic()
    while time.monotonic() - began < patience:
        if process and process.poll() is not None:
            sys.exit(f"waiting until {what}: the process ended with {process.returncode}")
        found = is_so()
        if found:
            return found
        time.sleep(0.1)
    sys.exit(f"not within {patience} s: {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["image", "fresh"])
    parser.add_argument("test", nargs="?", help="for fresh: this command alone")
    parser.add_argument("--place", type=Path, default=HERE / "target/roots", help="where the roots are made")
    options = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        sys.exit("This needs root, and debootstrap:  apt-get install debootstrap")
    if "REPRISE_TRY" not in os.environ:
        os.environ["REPRISE_TRY"] = "inside"
        os.execvp("unshare", ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable, *sys.argv])
    options.place.mkdir(parents=True, exist_ok=True)
    if options.what == "image":
        try_image(options.place.resolve())
    else:
        try_fresh(options.place.resolve(), options.test)
    say("All of it held")


main()
