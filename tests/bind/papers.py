"""Files that start programs: path, text, and what must be found in them, as `test_started.seen` has it."""

_LAUNCH = """{
  // for VS Code
  "configurations": [
    {"type": "node", "request": "launch", "name": "shop", "program": "app.js",
      "runtimeArgs": [
        "--inspect=0.0.0.0:9229",
      ]},
    {"type": "pwa-node", "request": "launch", "runtimeExecutable": "${workspaceFolder}/node_modules/.bin/vite",
      "args": ["--host", "127.0.0.1"]},
    {"type": "node-terminal", "request": "launch", "command": "npx vite --host"},
    {"type": "node", "request": "attach", "runtimeArgs": ["--inspect=0.0.0.0"]},
    {"type": "chrome", "request": "launch", "runtimeArgs": ["--inspect=0.0.0.0"]},
    {"type": "node", "request": "launch"}
  ]
}"""
_INSPECT = "node --inspect=0.0.0.0"
_STAGES = f"""FROM node AS base
ENV HOST=127.0.0.1 NODE_ENV production
  # CMD vite --host
FROM base AS dev
CMD {_INSPECT} \\
  --watch app.js
FROM base
ENV HOST 0.0.0.0
ENTRYPOINT ["dumb-init", "--"]
CMD ["npx", "react-scripts", "start"]
"""
_SERVICES = """services:
  api:
    image: node
    command:
      - node
      - --inspect=0.0.0.0:9229
      - app.js
  web:
    entrypoint: npx react-scripts start
    environment:
      - PORT
      - HOST=127.0.0.1
  shell:
    command: ["sh", "-c", "npm ci && npx vite --host"]
    environment: {HOST: 1.1.1.1}
  idle: {image: redis}
"""
_APPS = """{"apps": [
  {"name": "shop", "script": "app.js", "node_args": ["--inspect=0.0.0.0"]},
  {"script": "node_modules/.bin/react-scripts", "args": "start",
    "env": {"HOST": "127.0.0.1"}, "env_production": {"HOST": "0.0.0.0"}},
  {"name": "no script"}
]}"""

TRACES: list[tuple[str, str, list[tuple[int, str, str, int]]]] = [
    ("Dockerfile", 'FROM node\nCMD ["npx", "http-server", "-a", "0.0.0.0"]',
     [(2, "http-server -a 0.0.0.0", "wildcard", 2)]),
    ("web.Dockerfile", "FROM node\nENV NODE_OPTIONS='--inspect=0.0.0.0'\nENTRYPOINT node app.js\nCMD next start",
     [(3, "node app.js --inspect=0.0.0.0", "wildcard", 2)]),
    ("Dockerfile", _STAGES,
     [(5, f"{_INSPECT} --watch app.js", "wildcard", 5), (10, "react-scripts start", "wildcard", 8)]),
    ("Dockerfile", 'FROM node\nENTRYPOINT ["next"]\nCMD ["start", "-H", "127.0.0.1"]',
     [(2, "next start -H 127.0.0.1", "loopback", 3)]),
    ("Dockerfile", "CMD vite --host", []),
    ("Dockerfile", "FROM node\nRUN npx vite --host\nCMD ['vite']\n", []),
    ("docker-compose.yml", _SERVICES,
     [(5, "node --inspect=0.0.0.0:9229 app.js", "wildcard", 6), (9, "react-scripts start", "loopback", 12),
      (14, "vite --host", "wildcard", 14)]),
    ("compose.yaml", "services:\n  a:\n    command: [\n", []),
    ("compose.yaml", "command: vite --host\n", []),
    (".vscode/launch.json", _LAUNCH,
     [(6, "node --inspect=0.0.0.0:9229 app.js", "wildcard", 6), (8, "vite --host 127.0.0.1", "loopback", 9),
      (10, "vite --host", "wildcard", 10)]),
    ("other/launch.json", _LAUNCH, []),
    ("nodemon.json", '{"ext": "ts",\n"exec": "node --inspect=0.0.0.0 a.js",\n"execMap": {"ts": "vite --host"}}',
     [(2, "node --inspect=0.0.0.0 a.js", "wildcard", 2), (3, "vite --host", "wildcard", 3)]),
    ("package.json", '{"nodemonConfig": {\n"exec": "node --inspect=0.0.0.0 a.js"}}',
     [(2, "node --inspect=0.0.0.0 a.js", "wildcard", 2)]),
    ("ecosystem.json", _APPS,
     [(2, "node --inspect=0.0.0.0 app.js", "wildcard", 2), (3, "react-scripts start", "loopback", 4)]),
    ("deno.json", '{"tasks": {"dev": {"command":\n"vite --host"}, "all": "deno task dev"}}',
     [(2, "vite --host", "wildcard", 2)]),
    ("bin/serve", "#!/usr/bin/env -S npx vite --host\n", [(1, "vite --host", "wildcard", 1)]),
    ("bin/serve", "#!/usr/bin/env --split-string=npx vite --host\n", [(1, "vite --host", "wildcard", 1)]),
    ("bin/serve", "#!/usr/bin/node --inspect=0.0.0.0\r\n", []),  # a script, read with all others
    ("bin/serve", "#!/bin/sh\nvite --host\n", []),
    ("bin/serve", "#!/usr/bin/env -S 'unclosed\n", []),
    ("bin/serve", "#!/usr/bin/env -S vite --host " + "x" * 2_000, []),
    ("other/serve", "#!/usr/bin/env -S npx vite --host\n", []),
]  # fmt: skip
