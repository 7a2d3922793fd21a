package main

import (
	"fmt"

	"grapevine/scenarios"
)

// explainCommand says what a key means.
type explainCommand struct {
	Key string `arg:"" help:"Key, table, metric, preset or block for strategies, as persuasion, talk.persuasion, community or employee-advocacy."`
}

// Run carries the command out.
func (e *explainCommand) Run(t *terminal) error {
	text, err := scenarios.Explain(e.Key)
	if err != nil {
		return exit{exitUsage, err}
	}
	_, err = fmt.Fprint(t.out, text)
	return err
}
