const KEY = Deno.env.get("SCOREBOARD_KEY");
const score = { home: 0, guests: 0 };

export async function handle(request: Request): Promise<Response> {
  if (KEY && request.headers.get("x-api-key") !== KEY) {
    return new Response("wrong key", { status: 401 });
  }
  if (request.method === "POST") {
    const side = (await request.text()) === "home" ? "home" : "guests";
    score[side] += 1;
  }
  return Response.json(score);
}
