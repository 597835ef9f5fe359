import { useQuery } from '@tanstack/react-query';
import { Check, Plus, Video } from 'lucide-react';
import { Link } from 'react-router';
import { nodesQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/page.tsx';
import { useMe } from '../../session/session-context.ts';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
}

function Step({ number, title, text, done }: StepProps) {
  return (
    <li className="flex gap-4 py-4">
      <span
        className={`grid size-8 shrink-0 place-items-center rounded-full border font-semibold ${done ? 'border-live bg-live-wash text-live' : 'border-line-strong'}`}
      >
        {done ? <Check size={16} aria-label="Done" /> : number}
      </span>
      <div className="grid gap-0.5">
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="text-ink-soft">{text}</p>
      </div>
    </li>
  );
}

function AdminWelcome({ name }: { readonly name: string }) {
  const { data = [] } = useQuery(nodesQuery);
  const reported = data.some((node) => node.status !== 'pending' && node.last_seen !== null);
  return (
    <section className="m-auto grid w-full max-w-xl gap-5 rounded-lg border bg-surface-1 p-5 sm:p-8">
      <div className="grid gap-1.5">
        <h1 className="text-xl font-semibold">Welcome, {name}</h1>
        <p className="text-ink-soft">Three steps, and your cameras are on this wall.</p>
      </div>
      <ol className="divide-y border-y">
        <Step
          number={1}
          title="Add a node"
          text="A node is the computer your cameras are plugged into. Give it a name here."
          done={data.length > 0}
        />
        <Step
          number={2}
          title="Run one line on it"
          text="You get a line to copy. It connects that computer to this server."
          done={reported}
        />
        <Step
          number={3}
          title="Watch"
          text="Its cameras appear here by themselves, usually within ten seconds."
          done={false}
        />
      </ol>
      <Link
        to="/settings/nodes?add"
        className="inline-flex min-h-11 items-center justify-center gap-2 justify-self-start rounded-sm bg-accent px-5 font-medium text-accent-ink hover:opacity-90"
      >
        <Plus size={18} aria-hidden="true" />
        Add node
      </Link>
    </section>
  );
}

/** The wall before there is a camera: what to do next, or whom to ask. */
export function Welcome() {
  const me = useMe();
  if (me.is_admin) return <AdminWelcome name={me.name} />;
  return (
    <EmptyState heading="h1" icon={<Video size={36} />} title="No cameras yet">
      <p>An administrator of {me.org_name} can add cameras. They appear here by themselves.</p>
    </EmptyState>
  );
}
