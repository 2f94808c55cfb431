/**
 * Inline in the head, with the request's nonce. A page is visible before its scripts have loaded. A button
 * pressed in between is pressed again once React controls it: React keeps its props on each element, and
 * `Hydrated` has reported that the page is ready, because the props exist a moment earlier, when a click
 * would still be lost. Enter in a field presses its form's button, so forms are covered too, as are Ctrl-K
 * and Cmd-K for the button that names them as its shortcut. Nothing else receives the early click, so that it
 * can't count twice. If React renders a button again meanwhile, because data arrives before code, it is
 * recognised by its name, provided that only one has it.
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
