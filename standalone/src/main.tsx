import { createRoot } from 'react-dom/client';
import './page.css';
import { registerFieldOptions } from './host/fieldOptions.ts';
import { installServices } from './host/services.ts';
import { Root } from './pages/Root.tsx';

installServices();
registerFieldOptions();

const container = document.getElementById('root');
if (container) {
  createRoot(container).render(<Root />);
}
