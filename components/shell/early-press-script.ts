/**
 * Inline, in the head, with the request's nonce. A page is seen before its scripts have come: a button that is pressed
 * until then is pressed again once React has taken it over, which shows by the props that React keeps on each element.
 * Enter in a field presses its form's button, so forms are covered too. Nobody else hears of the early press, or it
 * could count twice.
 */
export const earlyPressScript = `(()=>{
let pressed;
const isLive=element=>Object.keys(element).some(key=>key.startsWith("__reactProps$"));
const again=()=>{if(!pressed?.isConnected)pressed=undefined;
else if(isLive(pressed)){const button=pressed;pressed=undefined;button.click()}
else requestAnimationFrame(again)};
addEventListener("click",event=>{const button=event.target.closest("button");
if(!button||isLive(button))return;
event.preventDefault();event.stopPropagation();
if(!pressed)requestAnimationFrame(again);pressed=button},true);
})()`;
