import { chain, isPromise, type MaybePromise } from '../contract/maybe-promise.js';
import { channels } from './diagnostics.js';
import { fail, resume, runStage, runStages, type Stage } from './stage.js';
import * as stages from './stages.js';
import { at } from './stages.js';

/*
 * The stages that every request goes through, written out: a loop that calls another function each time is compiled for
 * none. As soon as something takes longer (a promise, a failure, somebody listens), the loops of `stage.ts` go on.
 */

/** `runStages(INGRESS, run)`. @throws {WhoError} whatever a plugin threw */
export function enter(run: stages.Ingress): MaybePromise<void> {
  if (isIngressWatched()) return runStages(stages.INGRESS, run);
  const { exchange, route } = run;
  let stage = 0;
  let step = 0;
  try {
    if (!route.classifiesLate) {
      const classification = route.classifier(exchange);
      if (isPromise(classification)) return goOn(run, stage, step, classification);
      stages.classify.take(run, classification, step);
    }

    stage = 1;
    const { identifier, authenticator, metadataProvider } = run.lineup;
    for (; step < identifier.length; step++) {
      const result = at(identifier, step).plugin.identify(exchange);
      if (result === undefined) continue;
      if (isPromise(result)) return goOn(run, stage, step, result);
      stages.identify.take(run, result, step);
    }

    const { found } = run;
    if (found.length === 0) return;
    stage = 2;
    step = 0;
    for (let rank = 0; rank < authenticator.length; rank++) {
      for (let i = 0; i < found.length; i++, step++) {
        const asked = at(authenticator, rank);
        const one = at(found, i);
        const result = asked.plugin.authenticate(exchange, one.credentials);
        if (result === undefined) continue;
        if (isPromise(result)) return goOn(run, stage, step, result);
        if (run.identity === undefined) stages.accept(run, result, one, asked);
      }
    }

    const { identity } = run;
    if (identity === undefined) return;
    stage = 3;
    for (step = 0; step < metadataProvider.length; step++) {
      const result = at(metadataProvider, step).plugin.addMetadata(exchange, identity);
      if (result === undefined) continue;
      if (isPromise(result)) return goOn(run, stage, step, result);
      stages.addMetadata.take(run, result, step);
    }
  } catch (thrown) {
    fail(stages.INGRESS[stage] as Stage<stages.Ingress, unknown>, run, step, undefined, thrown);
    return goOn(run, stage, step);
  }
}

/** Goes on behind a step, when its promise is settled if it has one. */
function goOn(run: stages.Ingress, index: number, step: number, pending?: PromiseLike<unknown>): MaybePromise<void> {
  const stage = stages.INGRESS[index] as Stage<stages.Ingress, unknown>;
  const stageDone = pending ? resume(stage, run, step, undefined, pending) : runStage(stage, run, step + 1);
  return chain(stageDone, () => runStages(stages.INGRESS, run, index + 1));
}

function isIngressWatched(): boolean {
  const { classify, identify, authenticate, metadata } = channels;
  return classify.hasSubscribers || identify.hasSubscribers || authenticate.hasSubscribers || metadata.hasSubscribers;
}

/** `runStage(decide, run)`. @throws {WhoError} what the decider threw */
export function decide(run: stages.Egress): MaybePromise<void> {
  if (channels.decide.hasSubscribers) return runStage(stages.decide, run);
  try {
    const challenged = run.route.decider(run.exchange, run.response);
    if (isPromise(challenged)) return resume(stages.decide, run, 0, undefined, challenged);
    run.challenged = challenged;
  } catch (thrown) {
    fail(stages.decide, run, 0, undefined, thrown);
  }
}
