# One image for api, worker, relay, mailer and migrate; the command chooses.
# glibc is required: the Temporal bridge has no build for musl.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install script runs; this image is the Node that the `node` package brings elsewhere.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node_modules/.bin/tsc -p tsconfig.build.json
RUN node dist/bin/bundle-workflows.js
RUN node_modules/.bin/vite build web --outDir ../dist/web --emptyOutDir
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund
RUN node local/compose/prune-natives.mjs

FROM ${NODE_IMAGE}
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/examples examples
COPY --from=build /app/local/compose local/compose
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s --retries=6 CMD ["node", "local/compose/health.cjs", "api"]
CMD ["node", "--enable-source-maps", "dist/bin/api.js"]
