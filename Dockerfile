# Reprise in an image: `docker compose up -d` builds and starts it.

FROM rust:1-slim-trixie AS build
WORKDIR /build

# The dependencies, in a layer of their own: it is built anew only when one of them changes.
COPY .cargo .cargo
COPY Cargo.toml Cargo.lock ./
COPY bench bench
COPY benches benches
COPY simulator simulator
RUN mkdir -p src tests/it && touch src/lib.rs && echo 'fn main() {}' > src/main.rs && cp src/main.rs tests/it/main.rs \
    && cargo build --locked --release --package reprise

COPY build.rs ./
COPY src src
COPY assets assets
COPY migrations migrations
COPY locales locales
# The times of the sources may be older than those of the stand-ins above.
RUN touch build.rs src/lib.rs src/main.rs && cargo build --locked --release --package reprise

FROM debian:trixie-slim
# ffmpeg makes the sound, the client of PostgreSQL its backups; tini is the parent of what they leave behind. setpriv,
# prlimit and unshare, which keep ffmpeg in its place, come with the system.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg postgresql-client tini \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 reprise \
    && useradd --uid 10001 --gid reprise --home-dir /srv/reprise --no-create-home --shell /usr/sbin/nologin reprise \
    && install -d -o reprise -g reprise -m 700 /srv/reprise /srv/reprise/data
COPY --from=build /build/target/release/reprise /usr/local/bin/reprise

LABEL org.opencontainers.image.title="Reprise" \
      org.opencontainers.image.description="A Telegram bot for listening whose owner runs its database from the chat" \
      org.opencontainers.image.licenses="MIT"

# The root may be read-only: everything that is written goes to the data.
WORKDIR /srv/reprise
ENV SQLITE_TMPDIR=/srv/reprise/data TMPDIR=/srv/reprise/data
VOLUME /srv/reprise/data
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s --retries=3 CMD ["reprise", "healthcheck"]
ENTRYPOINT ["tini", "--", "reprise"]
CMD ["run"]
