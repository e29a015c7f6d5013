export class NoteStore {
  constructor(private readonly path: string) {}

  async all(): Promise<string[]> {
    const file = Bun.file(this.path);
    return (await file.exists()) ? await file.json() : [];
  }

  async add(note: string): Promise<void> {
    await Bun.write(this.path, JSON.stringify([...(await this.all()), note]));
  }
}
