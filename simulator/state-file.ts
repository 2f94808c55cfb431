import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { savedStateSchema } from "./model.ts";
import type { SavedState } from "./model.ts";
import type { SimulatorState } from "./state.ts";

const SAVE_DELAY_MS = 200;

/** @throws Error that names the file if it is damaged. */
export async function readStateFile(file: string): Promise<SavedState | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return savedStateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`The simulator's state in ${file} can't be read. Delete the file to start afresh.`, {
      cause,
    });
  }
}

/** Writes the state shortly after it changes, and never two writes at the same time. */
export class StateFile {
  readonly #file: string;
  readonly #state: SimulatorState;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #schedule = (): void => {
    this.#timer ??= setTimeout(() => void this.#write(), SAVE_DELAY_MS);
  };

  constructor(file: string, state: SimulatorState) {
    this.#file = file;
    this.#state = state;
    state.on("change", this.#schedule);
  }

  /** Stops following the state and writes it a last time. */
  async close(): Promise<void> {
    this.#state.off("change", this.#schedule);
    await this.#write();
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      await mkdir(dirname(this.#file), { recursive: true });
      const fresh = `${this.#file}.new`;
      await writeFile(fresh, JSON.stringify(this.#state.save()), { mode: 0o600 });
      await rename(fresh, this.#file);
    });
    return this.#writing;
  }
}
