package main

import (
	"errors"
	"fmt"

	"grapevine/scenarios"
)

// checkCommand reports the faults of a scenario.
type checkCommand struct {
	File string   `arg:"" predictor:"scenario" help:"Scenario file, or the name of a preset."`
	Set  []string `sep:"none" help:"Set a key of the scenario, as product.price=50." placeholder:"KEY=VALUE"`
	JSON bool     `name:"json" help:"Print one JSON object."`
}

// Run carries the command out.
func (c *checkCommand) Run(t *terminal) error {
	s, err := scenarios.Load(c.File, c.Set)
	var faults scenarios.Faults
	if err != nil && (!c.JSON || !errors.As(err, &faults)) {
		return err
	}
	if c.JSON {
		if faults == nil {
			faults = scenarios.Faults{}
		}
		if err := t.printJSON(struct {
			Version int              `json:"version"`
			Faults  scenarios.Faults `json:"faults"`
		}{1, faults}); err != nil {
			return err
		}
		if len(faults) > 0 {
			return exit{code: exitUsage}
		}
		return nil
	}
	t.notes(s)
	fmt.Fprintf(t.out, "%s: no faults; %s, %s customers, %d weeks, %s\n", c.File, s.Badge(), thousands(s.Customers), s.Weeks, counted(len(s.Strategies), "strategy", "strategies"))
	return nil
}

// counted writes a number with the right word.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
