FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/gridscope
WORKDIR /src
# The dependencies change less often than the code: a layer of their own, from the pins alone.
COPY pyproject.toml constraints.txt ./
RUN /opt/gridscope/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > requirements.txt \
    && /opt/gridscope/bin/pip install --requirement requirements.txt --constraint constraints.txt
COPY . .
RUN /opt/gridscope/bin/pip install --no-deps .

FROM python:3.11-slim-bookworm
# Pictures of exports and briefings are drawn by a browser with the wall's fonts; poppler makes SVG of PDF.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk fonts-inter poppler-utils \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/gridscope gridscope
COPY --from=build /opt/gridscope /opt/gridscope
ENV PATH=/opt/gridscope/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8050
USER gridscope
WORKDIR /var/lib/gridscope
VOLUME /var/lib/gridscope
EXPOSE 8050
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
CMD ["gridscope", "serve"]
