# The image holds what a release archive holds, and a C library. docs/deploy/compose.md runs it.
FROM node:24-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/run.mjs release /opt/phase

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="Phase Rotating Secrets" \
  org.opencontainers.image.licenses="MIT" \
  com.phase.sbom="/opt/phase/sbom.cdx.json"
COPY --from=build /opt/phase /opt/phase
# The account owns nothing but its data.
RUN echo 'phase:x:10001:10001::/var/lib/phase:/usr/sbin/nologin' >>/etc/passwd \
  && install -d -m 0700 -o 10001 -g 10001 /var/lib/phase
USER 10001:10001
WORKDIR /var/lib/phase
ENV HOST=0.0.0.0 PHASE_DATA_DIR=/var/lib/phase
VOLUME /var/lib/phase
EXPOSE 3000
# SIGTERM ends web and worker in order: a mint that runs is recorded.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/opt/phase/dist/bin/node", "/opt/phase/dist/installation/release/healthy.mjs"]
ENTRYPOINT ["/opt/phase/phase"]
CMD ["start"]
