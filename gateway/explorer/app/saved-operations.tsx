import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { operations } from 'dezky:operations';
import { type SavedOperation, readSavedOperation } from './saved-operation';

const saved = operations.map(readSavedOperation);

const Icon = () => (
  <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round">
    <path d="M4 2h8v12l-4-3-4 3z" />
  </svg>
);

/** The collection in the sidebar: a click opens an operation in a tab of its own, nothing is sent by that. */
const SavedOperations = () => {
  const { queryEditor, variableEditor, tabs, activeTabIndex } = useGraphiQL(({ queryEditor, variableEditor, tabs, activeTabIndex }) => ({ queryEditor, variableEditor, tabs, activeTabIndex }));
  const { addTab } = useGraphiQLActions();
  const open = ({ query, variables }: SavedOperation): void => {
    // A tab with nothing but comments is taken, so that the first click leaves no empty one behind.
    if (/^\s*[^\s#]/m.test(tabs[activeTabIndex]?.query ?? '')) addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    queryEditor?.focus();
  };
  return (
    <div className="saved-operations">
      <h2>Saved operations</h2>
      <ul>
        {saved.map((operation) => (
          <li key={operation.title}>
            <button type="button" disabled={!queryEditor} onClick={() => open(operation)}>
              <span className="title">{operation.title}</span>
              <span className="description">{operation.description}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};

export const savedOperationsPlugin: GraphiQLPlugin = { title: 'Saved operations', icon: Icon, content: SavedOperations };
