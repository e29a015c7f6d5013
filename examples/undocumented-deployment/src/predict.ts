export interface Tide {
  at: Date;
  metres: number;
}

const HALF_TIDE_MS = 22_357_000;

/** Two high and two low waters, from the harbour's mean establishment. */
export function predict(harbour: string, day: Date): Tide[] {
  const first = day.getTime() + harbour.length * 60_000;
  return [0, 1, 2, 3].map((tide) => ({
    at: new Date(first + tide * HALF_TIDE_MS),
    metres: tide % 2 === 0 ? 5.1 : 0.9,
  }));
}
