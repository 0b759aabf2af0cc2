# One image and one volume, and nothing else to keep:
#
#     docker build -t kindreds .
#     docker run -d --name kindreds --restart on-failure:5 --env-file .env -v kindreds:/kindreds/data kindreds
#
# Everything lives in the volume. The packages are those of deploy/requirements.lock, by their hashes.

FROM python:3.13-slim AS build
RUN python -m venv /opt/kindreds
COPY deploy/requirements.lock /src/
RUN /opt/kindreds/bin/pip install --no-cache-dir --require-hashes -r /src/requirements.lock
COPY pyproject.toml README.md LICENSE /src/
COPY bot /src/bot
COPY content /src/content
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /src \
    && /opt/kindreds/bin/pip install --no-cache-dir --no-deps /wheels/kindreds-*.whl

FROM python:3.13-slim
COPY --from=build /opt/kindreds /opt/kindreds
RUN useradd --system --uid 10001 kindreds \
    && install -d -m 700 -o kindreds -g kindreds /kindreds /kindreds/data
USER kindreds
WORKDIR /kindreds
VOLUME /kindreds/data
ENTRYPOINT ["/opt/kindreds/bin/kindreds"]
CMD ["run"]
