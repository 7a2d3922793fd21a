package main

import (
	"fmt"
	"runtime"
)

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
