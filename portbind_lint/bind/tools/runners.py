"""Programs that only start other programs: data for `unfold`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Runner:
    """A program that runs what follows its own flags.

    `words` are subcommands of which one must come first; `values` are its flags that take the next word. `separated`
    says that it takes words of its own up to `--`.
    """

    words: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    separated: bool = False


_FILTERS = ("--filter", "-F", "-C", "--dir", "--prefix", "-w", "--workspace", "--cwd")

RUNNERS: dict[str, tuple[Runner, ...]] = {
    "npx": (Runner(values=("-p", "--package")),),
    "pnpx": (Runner(values=("-p", "--package")),),
    "bunx": (Runner(values=("-p", "--package")),),
    "npm": (Runner(("exec", "x"), ("-p", "--package", *_FILTERS)),),
    "pnpm": (Runner(("exec", "dlx"), ("--package", *_FILTERS)),),
    "yarn": (Runner(("exec", "dlx"), ("-p", "--package")),),
    "bun": (Runner(("x",), ("-p", "--package")),),
    "cross-env": (Runner(),),
    "cross-env-shell": (Runner(),),
    "env": (Runner(values=("-u", "-C", "--unset", "--chdir")),),
    "dotenv": (Runner(values=("-e", "-v", "-p")),),
    "dotenvx": (Runner(("run",), ("-f", "-e", "-fv", "--env-file", "--env")),),
    "env-cmd": (Runner(values=("-f", "-e", "-r", "--file", "--environments", "--rc-file")),),
    "doppler": (Runner(("run",), ("-p", "-c", "--project", "--config")),),
    "infisical": (Runner(("run",), ("--env", "--path")),),
    "op": (Runner(("run",), ("--env-file",)),),
    "onchange": (Runner(values=("-d", "-e"), separated=True),),
    "exec": (Runner(),),
    "sudo": (Runner(values=("-u", "-g")),),
    "time": (Runner(),),
    "nohup": (Runner(),),
    "nice": (Runner(values=("-n",)),),
    "xvfb-run": (Runner(values=("-s", "-n")),),
}

# Programs of which every argument with more than one word is a line of its own, and those where a flag holds one.
LINES = frozenset({"concurrently", "start-server-and-test", "start-test", "server-test"})
LINE_FLAGS: dict[str, tuple[str, ...]] = {
    "sh": ("-c",),
    "bash": ("-c",),
    "zsh": ("-c",),
    "npx": ("-c", "--call"),
    "nodemon": ("-x", "--exec"),
    "tsc-watch": ("--onSuccess", "--onFirstSuccess"),
    "tsup": ("--onSuccess", "--on-success"),
    "tsup-node": ("--onSuccess", "--on-success"),
    "chokidar": ("-c", "--command"),
}

# Programs that run a file: where it is an installed package's, that package's program runs.
INTERPRETERS = frozenset(
    {"node", "nodejs", "bun", "tsx", "ts-node", "ts-node-dev", "nodemon", "babel-node", "electron"}
)

# How a package manager names the folder or package that it works in.
FOLDER_FLAGS = ("-C", "--dir", "--prefix", "--cwd")
PACKAGE_FLAGS = ("--filter", "-F", "-w", "--workspace")
