package scenarios

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// shelf holds the scenarios and strategy blocks that come with the program.
//
//go:embed *.toml classics/*.toml replicate/*.toml strategies/*.toml
var shelf embed.FS

// preset returns the text of a shipped scenario; those that replicate a study
// are called replicate/NAME.
func preset(name string) ([]byte, bool) {
	for _, folder := range []string{".", "classics"} {
		if data, err := fs.ReadFile(shelf, path.Join(folder, name+".toml")); err == nil {
			return data, true
		}
	}
	return nil, false
}

// block returns the text of a shipped strategy block.
func block(name string) ([]byte, bool) {
	data, err := fs.ReadFile(shelf, path.Join("strategies", name+".toml"))
	return data, err == nil
}

// blocksWith lists the shipped strategy blocks that have a table.
func blocksWith(table string) []string {
	var all []string
	for _, name := range onShelf("strategies") {
		if text, _ := block(name); strings.Contains(string(text), "\n["+table+"]\n") {
			all = append(all, name)
		}
	}
	return all
}

// onShelf lists the names in a folder of the shelf.
func onShelf(folder string) []string {
	files, _ := fs.Glob(shelf, path.Join(folder, "*.toml"))
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".toml")
	}
	slices.Sort(files)
	return files
}

// replications lists the scenarios that replicate a published study.
func replications() []string {
	names := onShelf("replicate")
	for i, name := range names {
		names[i] = "replicate/" + name
	}
	return names
}

// presetNames lists all shipped scenarios, those that replicate known results
// after the others.
func presetNames() []string {
	return slices.Concat(onShelf("."), onShelf("classics"), replications())
}
