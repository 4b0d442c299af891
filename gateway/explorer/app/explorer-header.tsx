export interface ExplorerHeaderProperties {
  readonly name: string;
  readonly email: string;
}

/** Whose session it is, and the way out of it: signing out ends the identity provider's session, too. */
export const ExplorerHeader = ({ name, email }: ExplorerHeaderProperties) => (
  <header className="explorer-header">
    <a className="brand" href="/" title="To the portal">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <path d="M9.5 8.5h6a7.5 7.5 0 0 1 0 15h-6z" fill="none" stroke="var(--accent-text)" strokeWidth="3" strokeLinejoin="round" />
        <circle cx="15.2" cy="16" r="2" fill="var(--accent-text)" />
      </svg>
      <span className="product">Dezky</span>
    </a>
    <h1>Explorer</h1>
    <span className="person" title={email}>
      {name}
    </span>
    <form method="post" action="/auth/logout">
      <button type="submit">Sign out</button>
    </form>
  </header>
);
