import { constants, copyFileSync, rmSync } from 'node:fs';
import { access, chmod, copyFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renameDurably, syncFile } from './durable.ts';
import { DRAFT, type KeptVersions } from './kept-versions.ts';
import type { UpdateInstaller } from './update-installer.ts';
import { sha512Of, type DownloadedUpdate } from '../update-source.ts';

const EXTENSION = '.AppImage';

export interface AppImageDeps {
  /** The image this program was started from. */
  readonly image: string;
  readonly kept: KeptVersions;
  /** Starts the image again once this process ended. */
  readonly relaunch: () => void;
}

/** The way back must not be a file that a full or failing disk cut short. */
async function copyWhole(file: string, target: string): Promise<void> {
  const draft = `${target}${DRAFT}`;
  await copyFile(file, draft);
  syncFile(draft);
  if ((await sha512Of(draft)) !== (await sha512Of(file))) {
    rmSync(draft, { force: true });
    throw new Error('the version that runs could not be kept: its copy is damaged');
  }
  renameDurably(draft, target);
}

/**
 * An AppImage is one file, so replacing it is one rename. The file keeps its name: shortcuts and the start with the computer
 * name it.
 */
export class AppImageInstaller implements UpdateInstaller {
  readonly putsBack = true;
  readonly #deps: AppImageDeps;
  readonly #staged: string;

  constructor(deps: AppImageDeps) {
    this.#deps = deps;
    this.#staged = `${deps.image}.update`;
  }

  async prepare(update: DownloadedUpdate, running: string): Promise<string> {
    const { image, kept } = this.#deps;
    const folder = dirname(image);
    await access(folder, constants.W_OK).catch(() => {
      throw new Error(`files in ${folder} may not be replaced; move the AppImage to a folder of your own`);
    });
    const former = kept.place(running, EXTENSION);
    await copyWhole(image, former);
    // Beside the image, so that the last step is a rename and never leaves half a file. Others may write in that folder:
    // what lies there under this name is not written through.
    rmSync(this.#staged, { force: true });
    await copyFile(update.file, this.#staged, constants.COPYFILE_EXCL);
    await chmod(this.#staged, 0o755);
    if ((await sha512Of(this.#staged)) !== update.sha512) {
      rmSync(this.#staged, { force: true });
      throw new Error('the downloaded update is damaged');
    }
    syncFile(this.#staged);
    return former;
  }

  startAgain(): void {
    this.#deps.relaunch();
  }

  async apply(): Promise<void> {
    renameDurably(this.#staged, this.#deps.image);
  }

  putBack(kept: string): void {
    const { image, relaunch } = this.#deps;
    rmSync(this.#staged, { force: true });
    copyFileSync(kept, this.#staged, constants.COPYFILE_EXCL);
    syncFile(this.#staged);
    renameDurably(this.#staged, image);
    relaunch();
  }

  tidy(versions: readonly string[]): void {
    rmSync(this.#staged, { force: true });
    this.#deps.kept.tidy(EXTENSION, versions);
  }
}
