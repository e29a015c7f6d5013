// Loaded before every example. It keeps a program alive, so that there is time to look at what is open (not so where a
// command line runs several), and hides that this may be a container: some libraries choose another address there.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const MARKS = ['/.dockerenv', '/run/.containerenv', '/proc/self/cgroup', '/proc/1/cgroup']

for (const name of ['statSync', 'existsSync', 'accessSync', 'readFileSync', 'lstatSync']) {
  const original = fs[name]
  fs[name] = (path, ...rest) => original(MARKS.includes(path) ? '/nonexistent' : path, ...rest)
}
syncBuiltinESMExports()
if (!process.env.PORTBIND_ORACLE_COMMAND) setInterval(() => {}, 1_000_000)
