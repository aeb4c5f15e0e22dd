// A ring and a number that run out. The number is what counts where motion is not wanted.
const TICK_MILLIS = 250;

/**
 * Shows what is left until `end`, and calls `done` once.
 *
 * @returns a function that stops it
 */
export function run(element, start, end, done) {
  const circle = element.querySelector('.left');
  const number = element.querySelector('.seconds');
  const tick = () => {
    const left = Math.min(Math.max(end - Date.now(), 0), end - start);
    circle.setAttribute('stroke-dashoffset', String(1 - left / (end - start)));
    number.textContent = String(Math.ceil(left / 1000));
    element.classList.toggle('ending', left <= 5000);
    if (Date.now() >= end || Date.now() < start) {
      clearInterval(timer);
      done();
    }
  };
  const timer = setInterval(tick, TICK_MILLIS);
  tick();
  return () => clearInterval(timer);
}
