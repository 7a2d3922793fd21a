package main

import (
	"io"
	"path/filepath"

	"grapevine/sim/results"
)

// folderFor begins the results of a command: where the user wants them, or else
// under results by a name, or the next free one like it.
func folderFor(output, name string, force bool) (*results.Folder, error) {
	if output == "" {
		output = results.NextFree(filepath.Join("results", name))
	}
	folder, err := results.Create(output, force)
	return folder, usage(err)
}

// writeWhole writes a file of which nobody ever meets half.
func writeWhole(path string, text []byte) error {
	return results.WriteWhole(path, func(to io.Writer) error {
		_, err := to.Write(text)
		return err
	})
}
