const SIZE = 400;

/** Watches nothing: in jsdom nothing ever changes its size or scrolls into view. */
class IdleObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}

/**
 * Gives every element and text a size, and the page observers: jsdom lays nothing out, and lists that render only what
 * is visible would stay empty.
 */
export function giveElementsASize(): void {
  const rect = { x: 0, y: 0, top: 0, left: 0, right: SIZE, bottom: SIZE, width: SIZE, height: SIZE };
  jest.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ ...rect, toJSON: () => rect });
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(SIZE);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(SIZE);
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
    configurable: true,
    value: () => ({ measureText: (text: string) => ({ width: text.length * 8 }) }),
  });
  Object.assign(globalThis, { IntersectionObserver: IdleObserver, ResizeObserver: IdleObserver });
}
