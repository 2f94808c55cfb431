import { expect } from "playwright/test";
import type { Stack } from "./fixtures";
import type { Firefox } from "./firefox";

/** https://w3c.github.io/webdriver/#keyboard-actions: keys that are no characters. */
const ENTER = "\uE007";
const ARROW_DOWN = "\uE015";

/** In the page: finds a control by its label, and a button, link, menu item or option by its name. */
const FINDERS = `
  const named = (name) => [...document.querySelectorAll("button, a, [role=menuitem], [role=option], [role=tab]")]
    .find((one) => (one.getAttribute("aria-label") ?? one.textContent).trim().startsWith(name) && one.checkVisibility());
  const labelled = (label) => {
    const found = [...document.querySelectorAll("label")].findLast((one) => one.textContent.trim().startsWith(label));
    return found === undefined ? undefined : document.getElementById(found.htmlFor);
  };
`;

/** The console in a Firefox that stores the password of the signed-in user. */
export class FirefoxConsole {
  constructor(
    readonly firefox: Firefox,
    private readonly stack: Stack,
  ) {}

  /** Signs in, and has Firefox save what it offers to save from then on. */
  async signIn(): Promise<void> {
    const { baseUrl, email, password } = this.stack;
    await this.firefox.inBrowser(
      `const [origin, email, password] = arguments;
       const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
       login.init(origin, origin, null, email, password, "", "");
       const { phaseOffers } = Object.assign(Services.wm.getMostRecentWindow("navigator:browser"), { phaseOffers: [] });
       const remember = (offer) => {
         const { username, password } = offer.QueryInterface(Ci.nsILoginInfo);
         phaseOffers.push({ username, password });
       };
       for (const kind of ["save", "change"]) Services.obs.addObserver(remember, \`passwordmgr-prompt-\${kind}\`);
       return Services.logins.addLoginAsync(login).then(() => null);`,
      new URL(baseUrl).origin,
      email,
      password,
    );
    await this.open("/login");
    // Proves that Firefox fills in fields here: nobody typed these.
    await expect.poll(() => this.valueOf("Password")).toBe(password);
    await this.fill("Email", email);
    await this.press("Sign in");
    await this.waitForText("Overview");
  }

  async open(path: string): Promise<void> {
    await this.firefox.open(`${this.stack.baseUrl}${path}`);
  }

  async waitForText(text: string): Promise<void> {
    await expect.poll(() => this.firefox.inPage('return document.body?.innerText ?? "";')).toContain(text);
  }

  /** A new step takes the focus, so earlier key presses go to it. */
  async waitForFocusOn(text: string): Promise<void> {
    await expect
      .poll(() => this.firefox.inPage('return document.activeElement?.innerText ?? "";'))
      .toContain(text);
  }

  /** Presses a button, a link, a menu item or an option with Enter. */
  async press(name: string): Promise<void> {
    await this.focus(`named(${JSON.stringify(name)})`);
    await this.firefox.type(ENTER);
  }

  async fill(label: string, text: string): Promise<void> {
    await this.focus(`labelled(${JSON.stringify(label)})`);
    await this.firefox.inPage("document.activeElement.select?.();");
    await this.firefox.type(text);
  }

  /** Opens a select or a combobox and takes one of its options. */
  async choose(label: string, option: string): Promise<void> {
    await this.focus(`labelled(${JSON.stringify(label)})`);
    await this.firefox.type(ENTER);
    await this.press(option);
  }

  /** Types into a searchable combobox, and takes the first option that is found. */
  async search(label: string, text: string): Promise<void> {
    await this.fill(label, text);
    await expect
      .poll(() => this.firefox.inPage(`${FINDERS} return named(arguments[0])?.role;`, text))
      .toBe("option");
    await this.firefox.type(ARROW_DOWN + ENTER);
  }

  async valueOf(label: string): Promise<unknown> {
    return this.firefox.inPage(`${FINDERS} return labelled(arguments[0])?.value ?? null;`, label);
  }

  /**
   * What Firefox's password manager typed into the page: names of fields with the user's email or password. A
   * login form added now is filled last, so by then every other field has had its turn.
   */
  async filledFields(): Promise<unknown> {
    await this.firefox.inPage(`
      const form = document.createElement("form");
      form.id = "probe";
      form.innerHTML = '<input name="username" autocomplete="username"><input type="password" name="probe">';
      document.body.append(form);`);
    const probe = "return document.querySelector('#probe [type=password]').value;";
    await expect.poll(() => this.firefox.inPage(probe)).toBe(this.stack.password);
    return this.firefox.inPage(
      `document.querySelector("#probe").remove();
       return [...document.querySelectorAll("input, textarea")]
         .filter(({ value }) => value === arguments[0] || value === arguments[1])
         .map(({ name, id, type }) => name || id || type);`,
      this.stack.email,
      this.stack.password,
    );
  }

  /**
   * What Firefox has offered to save so far, and how many logins it stores. Offers of the user's own password
   * don't count: Firefox makes one while an email is still being typed.
   */
  async keepsAndOffers(): Promise<unknown> {
    return this.firefox.inBrowser(
      `const window = Services.wm.getMostRecentWindow("navigator:browser");
       const offered = window.phaseOffers.filter(({ password }) => password !== arguments[0]);
       return Services.logins.getAllLogins().then((logins) => ({ offered, kept: logins.length }));`,
      this.stack.password,
    );
  }

  /** Sends a login form with these, as a page would that has one. */
  async sendLogin(username: string, password: string): Promise<void> {
    await this.firefox.inPage(`
      const form = document.createElement("form");
      form.innerHTML = '<label for="probe-name">Probe name</label><input id="probe-name" name="username">'
        + '<label for="probe-password">Probe password</label><input id="probe-password" type="password" name="password">';
      form.action = "/apps";
      document.body.append(form);`);
    await this.fill("Probe name", username);
    await this.fill("Probe password", password);
    await this.firefox.type(ENTER);
  }

  /** Errors and refused contents that the console's pages have caused so far. */
  async errors(): Promise<unknown> {
    return this.firefox.inBrowser(
      `return Services.console.getMessageArray()
         .filter((one) => one instanceof Ci.nsIScriptError && one.sourceName.startsWith(arguments[0]))
         .filter((one) => (one.flags & Ci.nsIScriptError.warningFlag) === 0 || /Content-Security-Policy/.test(one.errorMessage))
         .map((one) => one.errorMessage);`,
      this.stack.baseUrl,
    );
  }

  private async focus(finder: string): Promise<void> {
    const script = `${FINDERS} const found = ${finder}; found?.focus(); return found !== undefined && document.activeElement === found;`;
    await expect.poll(() => this.firefox.inPage(script), { message: finder }).toBe(true);
  }
}
