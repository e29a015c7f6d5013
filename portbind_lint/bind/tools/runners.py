"""Programs that only start other programs: data for `unfold`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Runner:
    """A program that runs what follows its own flags.

    `words` are subcommands of which one must come first; `values` are its flags that take the next word. `separated`
    says that it takes words of its own up to `--`; `own` is how many it takes otherwise, and `file` says that the name
    of a file with settings may be one.
    """

    words: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    separated: bool = False
    own: int = 0
    file: bool = False


_FILTERS = ("--filter", "-F", "-C", "--dir", "--prefix", "-w", "--workspace", "--cwd")

RUNNERS: dict[str, tuple[Runner, ...]] = {
    "npx": (Runner(values=("-p", "--package")),),
    "pnpx": (Runner(values=("-p", "--package")),),
    "bunx": (Runner(values=("-p", "--package")),),
    "npm": (Runner(("exec", "x"), ("-p", "--package", *_FILTERS)),),
    "pnpm": (Runner(("exec", "dlx"), ("--package", *_FILTERS)),),
    "yarn": (Runner(("exec", "dlx"), ("-p", "--package")),),
    "bun": (Runner(("x",), ("-p", "--package")),),
    "deno": (Runner(("run", "x"), ("-c", "--config", "--env-file")),),
    "cross-env": (Runner(),),
    "cross-env-shell": (Runner(),),
    "env": (Runner(values=("-u", "-C", "--unset", "--chdir")),),
    "dumb-init": (Runner(values=("-r", "--rewrite")),),
    "tini": (Runner(values=("-e", "-p")),),
    "gosu": (Runner(own=1),),
    "su-exec": (Runner(own=1),),
    "timeout": (Runner(values=("-s", "-k"), own=1),),
    "dotenv": (Runner(values=("-e", "-v", "-p")),),
    "dotenvx": (Runner(("run",), ("-f", "-e", "-fv", "--env-file", "--env")),),
    "env-cmd": (Runner(values=("-f", "-e", "-r", "--file", "--environments", "--rc-file"), file=True),),
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
LINES = frozenset({"concurrently", "conc", "start-server-and-test", "start-test", "server-test"})
# Programs of which every argument is the name of a script, with the script's own arguments if there is more of it.
SCRIPT_LINES = frozenset({"npm-run-all", "npm-run-all2", "run-p", "run-s"})
# Programs that run the scripts of some names in every package: the word in front of the names, "" where none is needed.
TASK_RUNNERS: dict[str, tuple[str, ...]] = {"turbo": ("run", ""), "lerna": ("run",)}
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
# How a task runner limits the packages.
SCOPE_FLAGS = (*PACKAGE_FLAGS, "--scope")
