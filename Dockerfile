# Two images: `proxy` (nginx) and `rotator` (the api, the workers, the renderer, Chroma's server).
#   docker build --target rotator --build-arg TORCH_INDEX=<index of torch's CPU wheels> -t shape-rotator .

FROM debian:bookworm-slim AS proxy
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl nginx-light \
    && rm -rf /var/lib/apt/lists/*
USER www-data
CMD ["nginx", "-e", "stderr", "-g", "daemon off;"]


FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY setup setup
RUN setup/system-packages.sh build
COPY LICENSE README.md constraints.txt pyproject.toml ./
COPY agent agent
COPY index index
COPY knowledge knowledge
COPY service service
# TORCH and TORCH_INDEX are those of `make install`; PIP_INDEX_URL is for whoever has a mirror
ARG TORCH=cpu
ARG TORCH_INDEX=""
ARG PIP_INDEX_URL
RUN --mount=type=cache,target=/root/.cache/pip \
    EXTRAS=anthropic,google,mistral,ollama,openai setup/python-packages.sh \
    && .venv/bin/python -m compileall -q agent index knowledge service


FROM python:3.11-slim-bookworm AS rotator
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        dvisvgm \
        fontconfig \
        fonts-dejavu-core \
        libcairo2 \
        libpango-1.0-0 \
        libpangocairo-1.0-0 \
        texlive-latex-recommended \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent rotator \
    # new volumes take over who owns these
    && install -d -o rotator -g rotator -m 700 \
        /chroma /data /data/run /data/scratch /data/cache /data/cache/formulas /data/cache/plays
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ROTATOR_DATA=/data
WORKDIR /data
USER rotator
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=4 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# all in one: the api and a worker, a renderer that they start, SQLite and folders in /data
CMD ["rotator", "serve", "--host", "0.0.0.0"]
