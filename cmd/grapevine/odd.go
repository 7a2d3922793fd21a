package main

import "grapevine/scenarios"

// oddCommand describes a scenario in the form of the ODD protocol.
type oddCommand struct {
	File string   `arg:"" predictor:"scenario" help:"Scenario file, or the name of a preset."`
	Set  []string `sep:"none" help:"Set a key of the scenario, as product.price=50; may be given again." placeholder:"KEY=VALUE"`
}

// Run carries the command out.
func (o *oddCommand) Run(t *terminal) error {
	s, err := scenarios.Load(o.File, o.Set)
	if err != nil {
		return err
	}
	_, err = t.out.Write(s.ODD())
	return err
}
