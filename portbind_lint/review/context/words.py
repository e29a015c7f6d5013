"""The words by which folders, files and packages tell whom their code serves: data for `paths` and `packages`."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A folder of this name holds test code, whatever its depth.
TEST_FOLDERS = _words(
    "test tests __tests__ spec specs __specs__ e2e testing testdata fixture fixtures __fixtures__ mock mocks "
    "__mocks__ bench benches benchmark benchmarks perf interop integration-tests cypress testutil testutils evals"
)
TEST_FOLDER_BEGINNINGS = ("test-", "test_", "tests-", "e2e-")
TEST_FOLDER_ENDINGS = ("-test", "-tests", "-e2e", "-mocks", "-fixtures", "-benchmarks", "_test", "_tests", ".tests")

# A folder of this name is shown to readers or copied by them.
EXAMPLE_FOLDERS = _words(
    "example examples demo demos sample samples template templates starter starters snippet snippets doc docs "
    "documentation tutorial tutorials playground playgrounds quickstart quickstarts boilerplate boilerplates "
    "cookbook recipes showcase __examples__ workshop"
)
EXAMPLE_FOLDER_BEGINNINGS = ("example-", "examples-", "demo-", "sample-", "template-", "starter-", "playground-")
EXAMPLE_FOLDER_ENDINGS = (
    "-example", "-examples", "-demo", "-demos", "-sample", "-samples", "-template", "-templates", "-starter",
    "-playground", "-tutorial", "_example", "_examples", ".docs", ".examples", ".samples",
)  # fmt: skip

# Directly below a package (or the repository) this folder holds what developers run. Deeper down the same word is often
# part of the product: the `src/tools` of an MCP server.
DEV_TOP_FOLDERS = _words("dev scripts script tools tooling build tasks gulp webpack hack devtools .storybook")
# Those of them whose files a README may tell its readers to run.
SCRIPT_FOLDERS = _words("scripts script tools")
# Below a folder of commands one of this name holds the command for developers: `cli/src/dev/worker.ts`.
COMMAND_FOLDERS = _words("cli commands cmd")
DEV_COMMAND_FOLDERS = _words("dev develop")
# Folders of editors, of the agents that write the code, and of where the code is hosted serve who works on it.
DEV_FOLDERS = _words(
    "dev-server devserver dev-scripts dev-tools mock-server mock-servers .storybook "
    ".agents .claude .codex .cursor .gemini .opencode .windsurf .vscode .husky .github .gitlab .circleci"
)

# A file whose name (without its ending) begins or ends with one of these words, or is one, is test code.
TEST_FIRST = _words("test tests mock mocks spec fixture e2e smoke bench benchmark")
MOCK_FIRST = frozenset(["mock", "mocks"])
TEST_LAST = _words("test tests spec specs e2e bench benchmark fixture fixtures cy")
EXAMPLE_TOKENS = frozenset(["example", "examples", "demo", "sample", "mock", "fake", "dummy", "stories"])
# One that begins with such a word is one in a folder of scripts, too.
EXAMPLE_FIRST = frozenset(["demo", "example", "sample"])
DEV_TOKENS = frozenset(["dev", "devserver", "livereload", "hmr", "debug"])
DEV_FILES = _words("gulpfile gruntfile jakefile wallaby watch build livereload")
# The configuration files of build tools and test runners: `vite.config.ts`, `karma.conf.js`.
DEV_CONFIG_ENDINGS = (".config", ".conf", "rc")
# The same of process managers says how the product is started.
PROCESS_TOKENS = frozenset(["ecosystem", "pm2", "process", "processes"])
# Names in a folder of scripts that say: this is how the product itself is started.
START_TOKENS = frozenset(["start", "serve", "server", "main"])

# What the name of a package's script says of whom the command serves: `test:e2e`, `demo`, `dev:api`, `start:prod`. The
# processes of a Procfile are named `web` and `worker`.
TEST_SCRIPT_TOKENS = _words("test tests e2e ci bench benchmark smoke pretest cypress coverage")
EXAMPLE_SCRIPT_TOKENS = frozenset(["example", "examples", "demo", "sample", "playground", "tutorial"])
DEV_SCRIPT_TOKENS = frozenset(
    ["dev", "develop", "development", "watch", "debug", "local", "docs", "storybook", "preview", "inspect", "inspector"]
)
START_SCRIPT_TOKENS = frozenset(["start", "prestart", "prod", "production", "web"])

# The names of functions and classes whose listener serves a developer.
DEV_NAMES = (("dev", "server"), ("development", "server"), ("mock", "server"), ("live", "reload"), ("hot", "reload"))

# A function or file named like this is a tool of the tests where nothing but tests imports it.
TEST_TOOL_TOKENS = _words(
    "test tests testing testutil testutils testhelper testhelpers testserver mock fake stub fixture fixtures helper "
    "helpers harness"
)

# What follows one of these words in a sentence is what the thing has, no more what it is.
BESIDES = r"\b(with|featuring|including|includes|supports?|supporting|using|based on|built (on|with)|powered by)\b"

# In a package's name these words say that the whole repository is there to be copied or learnt from.
EXAMPLE_PACKAGE_TOKENS = _words(
    "template starter boilerplate example examples tutorial demo sample samples quickstart playground workshop "
    "skeleton seed realworld poc helloworld"
)
_WORK = "apps?|application|project|repo|repository|server|code|implementation|backend|api"
# What may stand around the words of a line. Longer marks are looked through once for each place where they could begin.
_BEFORE = r"^[^\w\n]{0,20}"
_AFTER = r"[^\w\n]{0,20}$"
EXAMPLE_PACKAGE_PHRASES = (
    r"\b(starter|boilerplate)\b",
    rf"\b(example|sample|demo|template|tutorial|demonstration) +({_WORK})\b",
    r"\b(app|application|project|server|repository|api|backend) +(template|example|demo|tutorial|skeleton)\b",
    (
        rf"{_BEFORE}(an? +)?(example|sample|demo|tutorial)( +(?!(for|of|in|to|with)\b)[\w.-]{{1,20}}){{1,3}}"
        rf" +({_WORK}){_AFTER}"
    ),
    rf"\bskeleton +(?!(of|for|with|in|to|and|or)\b)([\w.-]{{1,20}} +){{0,2}}({_WORK})\b",
    r"\bproof[ -]of[ -]concept\b",
    r"\bhello[ -]?world\b",
    r"\btemplate\s*$",
    rf"{_BEFORE}(an? )?template (for|with)\b",
    rf"\b(examples?|demos?|samples|tutorials?){_AFTER}",
    r"\b(examples|samples|demos|tutorials) (for|of|using|with|in)\b",
    rf"{_BEFORE}(an? )?(\w+ )?(demo|demonstration)s? of\b",
    rf"{_BEFORE}(an? )?(\w+ )?(demo|demonstration|example|tutorial)s? (for|showing|demonstrating|on|how)\b",
    # Chinese, Japanese and Korean titles end in what is made.
    r"(示例|范例|样例|サンプル|예제|(项目|工程|后端|服务端?|应用)(模[板版]|脚手架))\s*$",
)

# Behind one of these, other words are no part of what is named: "a sample of the server".
_PREPOSITIONS = r"(of|for|in|on|to|with|how|that|which|from|by|and)\b"
# How the first sentence of a README introduces something that is there to be copied.
EXAMPLE_INTRODUCTION = (
    r"\b(boilerplate|starter|(app|application|project|server|repository|api|backend|service)[ -](template|skeleton))"
    r"([ -](project|kit|template|repo|repository|code))*[*_`]*"
    r"(?=\s*([.,:;!]|$)| (for|to|with|that|using|built|based|which)\b)"
    rf"|\b(is|are) (an?|the) (\w+ )?(example|sample|demo|tutorial) ((?!{_PREPOSITIONS})[\w.-]{{1,20}} ){{0,2}}"
    rf"({_WORK})\b|\bthis (example|sample|demo|tutorial) ({_WORK})\b"
    rf"|^\W{{0,4}}(an? )?(example|sample|demo) ({_WORK})( (of|for|that|showing|using|with|built)\b|\s*$|\.)"
    rf"|\bthis ({_WORK}) (is|shows|contains) (an? )?((?!{_PREPOSITIONS})[\w-]{{1,20}} ){{0,2}}"
    r"(demo|demonstration|example|sample|tutorial) (of|for|on|showing|that shows|how)\b"
    r"|\b(repo|repository|project) (contains|provides|collects|holds|includes|is) ([\w-]+ ){0,3}"
    rf"(examples?|samples?|demos?) (implementations?|projects?|servers|of|for|showing|demonstrating|{_WORK})\b"
    r"|\b(repo|repository|project|example|sample|demo) (demonstrates|illustrates|shows) how\b"
    r"|^\W{0,4}((this|it) is )?(an?|the|your) ([\w-]{1,20},? ){0,4}templates? for ((building|creating|making|new) )?"
    rf"[\w*_`()./ -]{{0,60}}\b({_WORK}|servers|apps|apis|services?|bots?|projects)\b"
    rf"|^\W{{0,4}}((this|it) is )?an? ((?!{_PREPOSITIONS})[\w./+#-]{{1,20}},? ){{1,6}}(example|demo|demonstration)"
    r" (of|for|showing|on how)\b"
    r"|^\W{0,4}(this|it) is (an?|the) ([\w-]{1,20} ){0,2}(example|demo|demonstration|sample|tutorial)"
    r" (using|with|for|on|in|showing|that shows|how)\b"
)
# The heading of a section, where a README begins without a title.
SECTION = r"^\W*(examples?|demos?|samples?|tutorials?)\W*$"
# The titles that generators write into every project that they make, whatever becomes of the project.
GENERATED_TITLE = r"^(Nuxt( \d)?( Minimal)? Starter|Astro Starter Kit\b.{0,40}|React Router .{0,20}template)\W*$"
# What they write as its first sentence.
GENERATED_INTRODUCTION = r"\bNest\b.{0,60}framework TypeScript starter repository|\bbootstrapped with\b"
# What its first paragraph says of the purpose of something that is there to be learnt from.
EXAMPLE_PURPOSE = (
    r"\b(examples?|samples?|demos?|code|project|repo|repository) (is |are |written |made |meant )?(\w+ )?"
    r"for (study|studying|learning|teaching|tutorial|training|demonstration)( purposes?)?\s*([.,:;!)]|$)"
)

# What people write and want to see rendered while they do.
_SOURCES = "markdown|mdx|html|css|asciidoc|latex|mermaid|plantuml|graphviz|openapi|swagger"
# What runs in a cloud, and on a developer's machine only to be tried.
_HOSTED = "serverless|lambdas?|api gateway|(cloud|azure|edge|http|lambda) functions?|cloudflare workers?"
# What a package says of itself when what it makes is a tool for developers.
DEV_PACKAGE_PHRASES = (
    r"\btest(ing)?[ -]runner\b",
    r"\bbenchmark(ing|s)?[ -](harness|suite|runner|tool)\b",
    r"\b(dev|development)[ -]?server\b",
    r"\b(during|for local|in local) (development|testing)\b",
    r"\bfor (development|testing|debugging) (and|or|&) (development|testing|debugging)\b",
    r"(^|, |[-:] |\bis )(an? |the )?([\w-]+ ){0,2}(developer|debugging) (tool|utility)\b",
    r"\blive[ -]?(reload|reloading|server)\b",
    r"\bhot[ -]?(reload|reloading|module)\b",
    r"\b(mock|mocking|mocked|fake|dummy|stub)[ -](rest[ -])?(api|apis|server|servers|service|http|rest|backend|tool)\b",
    r"\b(debug|debugging|intercepting|inspection)[ -]proxy\b|\b(api|https?)[ -]interceptor\b",
    r"\b(inspector|debugger|profiler)\b",
    rf"\b({_SOURCES})[ -]((live|instant|real-?time|hot|quick|fast)[ -]){{0,2}}preview(s|er)?\b",
    rf"\bpreview(ing|s)? (your |of |any |local ){{0,2}}({_SOURCES})\b",
    r"(?<!link[ -])(?<!url[ -])(?<!file[ -])(?<!image[ -])(?<!document[ -])(?<!video[ -])\bpreview[ -]server\b",
    rf"\b({_HOSTED})\b.{{0,60}}\b(locally|offline)\b",
    rf"\blocal (http |web |api )?server\b.{{0,40}}\b({_HOSTED})\b",
    r"\b(emulat|simulat)(or|ors|ion)\b( of( \w+){1,3})? for (testing|debugging|developing|development|tests)\b",
    rf"\bemulat(e|es|ing|or|ors|ion)\b.{{0,40}}\b({_HOSTED})\b",
    r"\b(https?|http\(s\)|web|api|network)[ -]traffic (investigation|inspection|debugging|interception)\b",
    r"\b(component|ui) (workshop|explorer)\b",
    r"\b(browser testing|visual regression|end-to-end test)",
    # Chinese: tools that answer, hold or record the calls of a front end that is being written.
    r"(接口|请求|api) ?(拦截|mock|模拟|调试|抓包).{0,4}(工具|服务|平台)|(抓包|mock) ?(工具|代理)",
)
DEV_KEYWORDS = _words(
    "mock mocking fake mock-server mock-api dev-server devserver live-server live-reload livereload hot-reload "
    "hmr test-runner testrunner inspector debugger devtool devtools bundler storybook browser-sync"
)

# What functions are called that look whether a port is free. One that begins with `bind` or `start` keeps the port.
PROBE_NAMES = (
    r"^(?!bind|start|listen|open|create).*port.*(free|open|used?|avail|taken|busy)",
    r"^(?!bind|start|listen|open|create).*(free|avail\w*|unused|random|ephemeral)_?ports?",
    r"^(get|find|pick|choose|check|test|try|probe|reserve|allocate|scan|detect)_?\w*ports?$",
    r"can_?(bind|listen)",
    r"probe",
)
