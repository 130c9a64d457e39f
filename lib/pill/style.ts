/**
 * In a closed shadow root, so that neither the page nor the pill reaches the other's styles. What is important in here beats even what is important
 * on the host itself: so its place comes in through a custom property, and so does letting a press through while it looks what lies under it.
 */
export const pillStyle = `
:host { all: initial !important; position: fixed !important; inset-inline-end: 0 !important; inset-block-start: var(--turfside-pill, 62%) !important; z-index: 2147483000 !important; pointer-events: var(--turfside-press, auto) !important; display: flex !important;
  align-items: center !important; font: 12px/1.2 system-ui, "Segoe UI", Roboto, sans-serif !important; color-scheme: light dark !important; border-start-start-radius: 8px !important; border-end-start-radius: 8px !important;
  background: light-dark(#fff, #1b1d21) !important; box-shadow: 0 0 0 1px light-dark(#c4c9d1, #4a505a), 0 1px 5px rgb(0 0 0 / .18) !important }
button { all: unset; box-sizing: border-box; min-height: 28px; padding: 0 6px 0 9px; display: flex; gap: 6px; align-items: center; cursor: pointer; color: light-dark(#16191d, #e9ebee); font-weight: 560; border-radius: 8px 0 0 8px }
button:focus-visible { outline: 2px solid light-dark(#0b57d0, #8ab4f8); outline-offset: -2px }
.due { color: light-dark(#8a5300, #f3c06b) } .late { color: light-dark(#b3261e, #ff9d94) }
.dismiss { min-width: 24px; padding: 0; justify-content: center; font-weight: 400; color: light-dark(#5b6470, #a2abb7); opacity: 0 }
:host(:hover) .dismiss, .dismiss:focus-visible { opacity: 1 }
@media (forced-colors: active) { :host { border: 1px solid CanvasText !important } button { color: ButtonText } }
@media print { :host { display: none !important } }
`
