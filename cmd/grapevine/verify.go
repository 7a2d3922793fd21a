package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"grapevine/verify"
)

// verifyCommand holds the product to what is known.
type verifyCommand struct {
	Full    bool   `help:"Climb the whole ladder: minutes instead of seconds."`
	Facts   bool   `help:"Try the stylised facts over many plausible markets instead: up to ten minutes."`
	Workers int    `help:"Processors to use; all if left out." placeholder:"N"`
	Only    string `help:"Only rungs or facts whose name begins so, those of the whole ladder included: some take minutes." placeholder:"NAME"`
	JSON    bool   `name:"json" help:"Print one JSON object."`
}

// Run carries the command out.
func (v *verifyCommand) Run(ctx context.Context, t *terminal) error {
	if v.Facts {
		return v.facts(ctx, t)
	}
	rungs := verify.Ladder()
	if !v.Full && v.Only == "" {
		rungs = verify.Quick(rungs)
	}
	rungs = verify.Named(rungs, v.Only)
	if len(rungs) == 0 {
		return usage(fmt.Errorf("no rung begins with %q: grapevine verify --full climbs all, and docs/validation.md lists them", v.Only))
	}
	show, finish := t.progress("climbing", v.JSON)
	var results []*verify.Result
	for r := range verify.Climb(ctx, rungs, v.Workers) {
		results = append(results, r)
		if show != nil {
			show(len(results), len(rungs))
		}
	}
	finish()
	if err := ctx.Err(); err != nil {
		return err
	}
	var err error
	if v.JSON {
		err = t.printJSON(map[string]any{"version": 1, "rungs": verify.Rows(results)})
	} else {
		_, err = io.WriteString(t.out, verify.Table(results))
	}
	if err != nil {
		return err
	}
	if failed := verify.Unsound(results); failed > 0 {
		return exit{exitFailed, fmt.Errorf("error: %s not hold", counted(failed, "rung does", "rungs do"))}
	}
	return nil
}

// facts tries the stylised facts.
func (v *verifyCommand) facts(ctx context.Context, t *terminal) error {
	facts := slices.DeleteFunc(verify.Facts(), func(f verify.Fact) bool { return !strings.HasPrefix(f.ID, v.Only) })
	if len(facts) == 0 {
		return usage(fmt.Errorf("no fact begins with %q", v.Only))
	}
	effort := verify.Thorough
	effort.Workers = v.Workers
	show, finish := t.progress("trying", v.JSON)
	found, err := verify.Try(ctx, facts, effort, show)
	finish()
	if err != nil {
		return err
	}
	if v.JSON {
		err = t.printJSON(map[string]any{"version": 1, "facts": verify.FactRows(found)})
	} else {
		_, err = io.WriteString(t.out, verify.FactTable(found))
	}
	if err != nil {
		return err
	}
	if changed := verify.Changed(found); len(changed) > 0 {
		return exit{exitFailed, fmt.Errorf("error: other verdicts than those on file:\n%s", strings.Join(changed, "\n"))}
	}
	return nil
}
