/**
 * Inline, in the head, with the request's nonce. A page is seen before its scripts have come: a button that is pressed
 * until then is pressed again once React has taken it over: it keeps its props on each element, and has said that the
 * page is its own (`Hydrated`), for the props are there a moment before, when a press would still be lost.
 * Enter in a field presses its form's button, so forms are covered too, and Ctrl-K or Cmd-K the button that names it as
 * its shortcut. Nobody else hears of the early press, or it could count twice. A button that React draws anew meanwhile,
 * as it does where data comes before code, is known by its name, if only one has it.
 */
export const earlyPressScript = `(()=>{
let pressed,name,since;
const nameOf=button=>(button.getAttribute("aria-label")??"")+button.textContent;
const drawnAnew=()=>{const same=[...document.querySelectorAll("button")].filter(button=>nameOf(button)===name);
return same.length===1?same[0]:undefined};
const isLive=element=>"hydrated" in document.documentElement.dataset&&Object.keys(element).some(key=>key.startsWith("__reactProps$"));
const again=()=>{if(!pressed)return;
const button=pressed.isConnected?pressed:drawnAnew();
if(button&&isLive(button)){pressed=undefined;button.click()}
else if(button||performance.now()-since<5000)requestAnimationFrame(again);
else pressed=undefined};
const keep=(event,button)=>{if(!button||isLive(button))return;
event.preventDefault();event.stopPropagation();
if(!pressed)requestAnimationFrame(again);pressed=button;name=nameOf(button);since=performance.now()};
addEventListener("click",event=>keep(event,event.target.closest("button")),true);
addEventListener("keydown",event=>{if((event.ctrlKey||event.metaKey)&&event.key.toLowerCase()==="k")
keep(event,document.querySelector("button[aria-keyshortcuts]"))},true);
})()`;
