package main

import (
	"fmt"
	"runtime"

	"github.com/alecthomas/kong"
)

// versionFlag does what the command does, for those who look for it there.
type versionFlag bool

// BeforeReset implements [kong.BeforeReset]: nothing else of the line counts.
func (versionFlag) BeforeReset(k *kong.Kong, t *terminal) error {
	err := (&versionCommand{}).Run(t)
	k.Exit(0)
	return err
}

// versionCommand prints what program this is.
type versionCommand struct {
	JSON bool `name:"json" help:"Print one JSON object."`
}

// Run carries the command out.
func (v *versionCommand) Run(t *terminal) error {
	if v.JSON {
		return t.printJSON(struct {
			Version int    `json:"version"`
			Release string `json:"release"`
			Commit  string `json:"commit"`
			Go      string `json:"go"`
			System  string `json:"system"`
		}{1, version, commit(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
	}
	known := ""
	if c := commit(); c != "" {
		known = " " + c
	}
	_, err := fmt.Fprintf(t.out, "grapevine %s%s (%s, %s/%s)\n", version, known, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
