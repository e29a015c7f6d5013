"""A configuration with a library that a project describes itself."""

DECLARED = """
libraries:
  - name: "@corp/server"
    modules: ["@corp/server"]
    documentation: https://corp.example/server
    proof: {how: source, version: "3", seen: "listen(port, host) of node:http"}
    listeners:
      - call: startServer
        hosts: ["1"]
        defaults: [{address: "::", binds: wildcard}]
    examples:
      - {name: no host, code: "startServer(80)", expect: [wildcard-default]}
      - {name: host given, code: "startServer(80, '127.0.0.1')", expect: [loopback]}
"""
