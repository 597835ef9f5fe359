/** What listeners of a preventable Electron event are given. */
export class PreventableEvent {
  readonly url: string;
  readonly isMainFrame = true;
  defaultPrevented = false;

  constructor(url = '') {
    this.url = url;
  }

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
