import './monaco-workers';
import { GraphiQL, HISTORY_PLUGIN, type GraphiQLProps } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { askGraph } from './ask-graph';
import { ExplorerHeader } from './explorer-header';
import { savedOperationsPlugin } from './saved-operations';
import './explorer.css';

const plugins = [savedOperationsPlugin, HISTORY_PLUGIN];
const greeting = '# Write an operation, or open a saved one from the panel at the left.\n# Ctrl-Enter runs it; what it changes is changed for real.\n\n';

const fetcher: GraphiQLProps['fetcher'] = async (request, options) => askGraph(request, options?.headers as Record<string, string> | undefined) as Promise<never>;

async function open(place: Element): Promise<void> {
  const { data } = (await askGraph({ query: '{ viewer { user { displayName email } } }' })) as { data?: { viewer: { user: { displayName: string; email: string } } } | null };
  if (!data) return;
  const { displayName, email } = data.viewer.user;
  createRoot(place).render(
    <>
      <ExplorerHeader name={displayName} email={email} />
      <main>
        <GraphiQL fetcher={fetcher} plugins={plugins} visiblePlugin={savedOperationsPlugin} defaultQuery={greeting} defaultEditorToolsVisibility="variables" showPersistHeadersSettings={false}>
          <GraphiQL.Logo> </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>,
  );
}

const place = document.getElementById('explorer');
if (place) void open(place);
