import { handle } from "./board.ts";

Deno.serve({ hostname: "0.0.0.0", port: 8600 }, handle);
