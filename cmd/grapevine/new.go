package main

import "grapevine/scenarios"

// newCommand prints a preset.
type newCommand struct {
	Preset string `arg:"" predictor:"preset" help:"Name of a preset: see grapevine list presets."`
}

// Run carries the command out.
func (n *newCommand) Run(t *terminal) error {
	text, err := scenarios.New(n.Preset)
	if err != nil {
		return exit{exitUsage, err}
	}
	_, err = t.out.Write(text)
	return err
}
