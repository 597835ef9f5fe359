/** A mouse that moves this far means to drag, a finger to scroll (px). */
const SLACK = 6;
/** A finger that rests this long picks the tile up (ms). */
const HOLD_MS = 350;
/** Near the edges of the window the page scrolls along (px, and px for each picture). */
const EDGE = 56;
const EDGE_STEP = 12;

interface Press {
  readonly tile: HTMLElement;
  readonly id: string;
  readonly pointerId: number;
  readonly finger: boolean;
  /** Where it began, on the page. */
  readonly left: number;
  readonly top: number;
}

type Dropped = (draggedId: string, ontoId: string) => void;

function distance({ left, top }: Press, { pageX, pageY }: PointerEvent): number {
  return Math.hypot(pageX - left, pageY - top);
}

/**
 * Lets tiles of a grid be dragged onto each other: with a mouse at once, with a finger after a rest, so that
 * scrolling stays possible. The tile follows the pointer; Escape puts it back.
 */
export class TileDrag {
  readonly #grid: HTMLElement;
  readonly #onDropped: Dropped;
  readonly #listening = new AbortController();
  #press: Press | null = null;
  #holding: ReturnType<typeof setTimeout> | undefined;
  #dragging = false;
  #target: HTMLElement | null = null;
  /** Where the pointer is in the window. */
  #at = { x: 0, y: 0 };
  #frame = 0;

  constructor(grid: HTMLElement, onDropped: Dropped) {
    this.#grid = grid;
    this.#onDropped = onDropped;
    const { signal } = this.#listening;
    grid.addEventListener('pointerdown', this.#down, { signal });
    // Pictures must not be dragged out of the page instead.
    grid.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
    grid.addEventListener('contextmenu', this.#contextMenu, { signal });
    grid.addEventListener('touchmove', this.#touchMove, { signal, passive: false });
    addEventListener('pointermove', this.#move, { signal });
    addEventListener('pointerup', this.#up, { signal });
    addEventListener('pointercancel', this.#cancel, { signal });
    addEventListener('keydown', this.#keyDown, { signal, capture: true });
  }

  /** Stops listening; a tile in the air goes back. */
  dispose(): void {
    this.#end();
    this.#listening.abort();
  }

  readonly #down = (event: PointerEvent): void => {
    if (this.#press !== null || !event.isPrimary || event.button !== 0 || document.fullscreenElement) return;
    if (!(event.target instanceof Element) || event.target.closest('button,a') !== null) return;
    const tile = event.target.closest<HTMLElement>('[data-camera-id]');
    if (tile === null) return;
    const { pointerId, pageX: left, pageY: top } = event;
    const finger = event.pointerType === 'touch';
    this.#press = { tile, id: tile.dataset['cameraId'] ?? '', pointerId, finger, left, top };
    this.#at = { x: event.clientX, y: event.clientY };
    if (finger) this.#holding = setTimeout(() => this.#begin(), HOLD_MS);
  };

  readonly #move = (event: PointerEvent): void => {
    const press = this.#press;
    if (press === null || event.pointerId !== press.pointerId) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (this.#dragging || distance(press, event) < SLACK) return;
    if (press.finger) this.#end();
    else this.#begin();
  };

  readonly #up = (event: PointerEvent): void => {
    const press = this.#press;
    if (press === null || event.pointerId !== press.pointerId) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (this.#dragging) this.#aim(press);
    const onto = this.#target?.dataset['cameraId'];
    this.#end();
    if (onto !== undefined) this.#onDropped(press.id, onto);
  };

  readonly #cancel = (event: PointerEvent): void => {
    if (event.pointerId === this.#press?.pointerId) this.#end();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#dragging) return;
    event.preventDefault();
    event.stopPropagation();
    this.#end();
  };

  readonly #contextMenu = (event: Event): void => {
    if (this.#press?.finger === true) event.preventDefault();
  };

  readonly #touchMove = (event: Event): void => {
    if (this.#dragging && event.cancelable) event.preventDefault();
  };

  #begin(): void {
    const press = this.#press;
    if (press === null) return;
    this.#dragging = true;
    press.tile.dataset['dragging'] = 'true';
    getSelection()?.removeAllRanges();
    this.#frame = requestAnimationFrame(this.#follow);
  }

  /** Once for each picture: scrolls at the edges, moves the tile along, and marks what is below the pointer. */
  readonly #follow = (): void => {
    const press = this.#press;
    if (press === null) return;
    const { x, y } = this.#at;
    if (y < EDGE) scrollBy(0, -EDGE_STEP);
    else if (y > innerHeight - EDGE) scrollBy(0, EDGE_STEP);
    const byX = x + scrollX - press.left;
    const byY = y + scrollY - press.top;
    press.tile.style.translate = `${byX}px ${byY}px`;
    this.#aim(press);
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #aim(press: Press): void {
    const below = document.elementFromPoint(this.#at.x, this.#at.y);
    const tile = below?.closest<HTMLElement>('[data-camera-id]') ?? null;
    const target = tile !== null && tile !== press.tile && this.#grid.contains(tile) ? tile : null;
    if (target === this.#target) return;
    delete this.#target?.dataset['dropTarget'];
    if (target !== null) target.dataset['dropTarget'] = 'true';
    this.#target = target;
  }

  #end(): void {
    clearTimeout(this.#holding);
    cancelAnimationFrame(this.#frame);
    if (this.#press !== null) {
      delete this.#press.tile.dataset['dragging'];
      this.#press.tile.style.translate = '';
    }
    delete this.#target?.dataset['dropTarget'];
    this.#target = null;
    this.#press = null;
    this.#dragging = false;
  }
}
