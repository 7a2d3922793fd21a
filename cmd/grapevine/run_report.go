package main

import (
	"context"
	"slices"

	"grapevine/plots/report"
	"grapevine/scenarios"
	"grapevine/sim/results"
)

// report writes the page of a run. What must be true for the winner to win is
// looked for first, at the cost of some further runs.
func (r *runCommand) report(ctx context.Context, t *terminal, s *scenarios.Scenario, folder *results.Folder, a *report.Answer, m results.Manifest) error {
	a.From, a.Changes = changes(s, r.File)
	if r.Tornado > 0 && a.Winner != "" && ctx.Err() == nil {
		if err := r.moved(ctx, t, folder, a); err != nil && ctx.Err() == nil {
			return err
		}
	}
	if err := folder.WriteFile(report.AnswerFile, a.JSON()); err != nil {
		return err
	}
	page, err := report.From(folder.Staging(), m)
	if err != nil {
		return err
	}
	return folder.WriteFile("report.html", page)
}

// moved moves the scenario's levers one at a time, as grapevine tornado does,
// and keeps what that does to the winner.
func (r *runCommand) moved(ctx context.Context, t *terminal, folder *results.Folder, a *report.Answer) error {
	l, err := loadTrials(r.File, r.Set, r.Seed, r.Workers)
	if err != nil {
		return err
	}
	c := &tornadoCommand{By: "20%", Reach: 3, Replicates: r.Tornado}
	factors, _, err := c.factors(l)
	if err != nil {
		return nil // a scenario without a number to move
	}
	show, finish := t.progress("moving values", r.Quiet)
	found, err := c.move(ctx, l, factors, show)
	finish()
	if err != nil {
		return err
	}
	a.Flips, a.FlipRuns = c.flips(l, found), found.Runs
	return c.tables(folder, l, found)
}

// changes says which preset a scenario was made from, and what is no longer as
// it stands there. A file is known by the title it has kept.
func changes(s *scenarios.Scenario, file string) (from string, all []report.Change) {
	presets := scenarios.Presets()
	k := slices.IndexFunc(presets, func(p scenarios.Entry) bool { return p.Name == file })
	if k < 0 {
		k = slices.IndexFunc(presets, func(p scenarios.Entry) bool { return p.Description == s.Title })
	}
	if k < 0 {
		return "", nil
	}
	preset, err := scenarios.Load(presets[k].Name, nil)
	if err != nil {
		return "", nil
	}
	return presets[k].Name, report.Compare(string(preset.Resolved()), string(s.Resolved()))
}
