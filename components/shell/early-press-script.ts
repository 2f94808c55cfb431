declare global {
  interface Window {
    /** Defined by `earlyPressScript`: stops listening and does what was pressed last. */
    phaseReplay?: () => void;
  }
}

/**
 * Inline, in the head, with the request's nonce. A page is seen before its scripts have come: what is pressed or sent
 * until then is kept, and done once they have. Nobody else hears of it meanwhile, or it could be done twice.
 */
export const earlyPressScript = `(()=>{
let replay;
const press=event=>{const button=event.target.closest("button");
if(button){event.stopPropagation();replay=()=>button.click()}};
const send=event=>{event.preventDefault();event.stopPropagation();
const{target,submitter}=event;replay=()=>target.requestSubmit(submitter)};
addEventListener("click",press,true);addEventListener("submit",send,true);
window.phaseReplay=()=>{removeEventListener("click",press,true);removeEventListener("submit",send,true);
const last=replay;replay=undefined;last?.()};
})()`;
