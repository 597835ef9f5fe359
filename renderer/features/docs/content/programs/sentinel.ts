import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, steps, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    t`[Sentinel AI](/sentinel) looks into motion and new incidents for you. It looks through your cameras, files an incident with evidence when something is wrong, and else leaves one line. Every step it took is kept. It is off until you choose a model.`,
  ),
  heading('choose-a-model', t`Choose a model`),
  text(t`Under [Sentinel AI → Model](/sentinel/model). It must see pictures and use tools.`),
  table(
    [t`Choice`, t`Who receives pictures`],
    [t`*Ollama on this machine*`, t`Nobody else: they never leave this computer`],
    [t`*A machine in your network*`, t`That machine. Ollama, LM Studio, llama.cpp or vLLM`],
    [t`*OpenAI or a service like it*`, t`That service, which bills you`],
    [t`*Anthropic*`, t`Anthropic, which bills you`],
  ),
  steps(
    t`Enter the address and the name of the model, and a key if it wants one.`,
    t`Press the test button. It asks one question with a drawn picture and says what came of it.`,
    t`Switch *Built-in investigator* on.`,
  ),
  text(t`A model on your own machine, for example with Ollama:`),
  code('ollama pull qwen3-vl:8b'),
  warning(
    t`With a model on the internet, pictures of your cameras leave the house during a run. The page names the host that receives them. Nothing is sent before you switch it on.`,
  ),
  heading('what-starts-a-run', t`What starts a run`),
  table(
    [t`What`, t`When`],
    [
      t`Motion`,
      t`A camera in scope reports it. At most one run every %cooldownMinutes% minutes for each camera; you can choose up to %cooldownMost%`,
    ],
    [t`New incidents`, t`A person files one. Incidents that agents file start nothing`],
    [
      t`Daily report`,
      t`Once a day at a time you choose, %reportTime% at first. A server that was off then makes up for it within %reportCatchUpHours% hours`,
    ],
    [t`*Run now*`, t`You ask something, whatever the hours say`],
  ),
  text(
    t`Hours, days and cameras are chosen under [Sentinel AI → Configure](/sentinel/configure). A window over midnight belongs to the day it begins on. A camera you keep quiet still starts runs; motion whose notifications are switched off altogether starts none.`,
  ),
  heading('what-it-costs', t`What it costs`),
  list(
    t`A self-hosted installation may have %sentinelRuns% runs a month.`,
    t`A run makes at most %toolCalls% tool calls and takes at most %runMinutes% minutes, unless you change that with the model.`,
    t`Pictures are made smaller before they are sent: %imagePixels% pixels along the longer edge.`,
    t`Enter the prices of your model, and each run shows what it cost.`,
  ),
  heading('what-it-found', t`What it found`),
  text(
    t`[Sentinel AI → History](/sentinel/history) has every run: what started it, what came of it, each tool it called, and up to %tracePictures% of the pictures it looked at, at most %tracePixels% pixels wide and kept for %traceDays% days. Members see the rules, but no runs.`,
  ),
  heading('what-it-may-do', t`What it may do`),
  list(
    t`It has the tools of an [AI agent](/docs/mcp#the-tools), only on the cameras you allow, and only while a run lasts.`,
    t`Whatever is written in pictures, names and texts counts as evidence for it, never as an order.`,
    t`A run that a restart cuts off is begun once more. One that an agent service began and did not finish within %strandedMinutes% minutes ends as failed, and so does one that nobody began within %expiredMinutes% minutes.`,
  ),
  heading('your-own-agent-service', t`Your own agent service`),
  text(
    t({
      message:
        'Instead of the built-in investigator a program of yours can do the work. Set `SENTINEL_AGENT_KEY`, and `SENTINEL_AGENT_WEBHOOK_URL` to be called when a run waits. That service then gets every run.',
    }),
  ),
  note(
    t`A model makes mistakes. Treat what it writes as a hint, look at the evidence, and do not rely on it alone where safety matters.`,
  ),
];
