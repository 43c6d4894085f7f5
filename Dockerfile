# Two stages: the wheel is built where the tools are, and runs where they are not.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.txt ./
COPY mailwatch ./mailwatch
COPY templates ./templates
RUN python -m venv /opt/mailwatch \
 && /opt/mailwatch/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
 && /opt/mailwatch/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.11-slim-bookworm
# No shell start-up files, no cache, no byte code: the root file system may be read-only.
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_STATE_HOME=/var/lib/mailwatch \
    PATH=/opt/mailwatch/bin:$PATH
COPY --from=build /opt/mailwatch /opt/mailwatch
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/mailwatch
USER 10001:10001
# The journal and its secret. A named volume on a local disk: SQLite's WAL does not bear network file systems.
VOLUME /var/lib/mailwatch
# Freshness, not liveness: a daemon that no longer sees the mailbox is ill even when it runs.
HEALTHCHECK --interval=5m --timeout=10s --start-period=2m CMD ["mailwatch", "--config", "/etc/mailwatch/config.yaml", "check", "--health"]
ENTRYPOINT ["mailwatch", "--config", "/etc/mailwatch/config.yaml"]
CMD ["run"]
