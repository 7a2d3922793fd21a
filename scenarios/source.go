package scenarios

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"grapevine/scenarios/tree"
)

// isFile reports whether a name given for a scenario or block means a file.
func isFile(name string) bool {
	return strings.HasSuffix(name, ".toml") || strings.ContainsAny(name, `/\`) && !strings.HasPrefix(name, "replicate/")
}

// readFile reads a file of the user, but not more than a scenario may have.
func readFile(name string) ([]byte, error) {
	f, err := Disk.Open(name)
	if err != nil {
		return nil, plainly(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, readable(info)
	}
	data, err := io.ReadAll(io.LimitReader(f, tree.MaxBytes+1))
	return data, plainly(err)
}

// readable refuses what a scenario names and is no file. A pipe would have us wait
// for whoever writes into it, and could be read but once.
func readable(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return errors.New("it is a pipe or a device")
	}
	return nil
}

// plainly says in words why a file cannot be read.
func plainly(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("reading it is not allowed")
	case errors.As(err, &p):
		return p.Err
	}
	return err
}

// beside resolves a path written in a source: it is relative to the folder of
// that source.
func beside(src *tree.Source, name string) string {
	if src == nil || src.Origin != tree.File || filepath.IsAbs(name) || path.IsAbs(name) {
		return name
	}
	return filepath.ToSlash(filepath.Join(filepath.Dir(src.Name), filepath.FromSlash(name)))
}

// listOf is the list of grapevine list in which a kind of file is found.
var listOf = map[string]string{"preset": "presets", "strategy block": "strategies"}

// find reads a preset or block by name, or a file beside the source that
// names it.
func (l *loader) find(kind, name string, by *tree.Node, shipped func(string) ([]byte, bool), names []string) (*tree.Node, *tree.Source) {
	src := &tree.Source{Name: name + ".toml", Origin: tree.Shipped}
	data, ok := shipped(name)
	if isFile(name) || !ok {
		if !isFile(name) {
			what := fmt.Sprintf("there is no %s %q", kind, name)
			if have := blocksWith(name); kind == "strategy block" && have != nil {
				what += ", but a table of that name, which stands in " + strings.Join(have, ", ")
			}
			l.fault(unknown(by.Place(), what, name, names).
				Wanting("one of grapevine list %s, or a file that ends in .toml", listOf[kind]))
			return nil, nil
		}
		var err error
		src = &tree.Source{Name: beside(by.Place().Source, name), Origin: tree.File}
		if info, fault := fs.Stat(Disk, src.Name); fault == nil {
			err = readable(info)
		}
		if err == nil {
			data, err = readFile(src.Name)
		}
		if err != nil {
			l.fault(tree.At(by.Place(), "%s %q cannot be read: %v", kind, src.Name, err))
			return nil, nil
		}
	}
	src.Text = data
	root, faults := tree.Parse(src)
	l.fault(faults...)
	return root, src
}
