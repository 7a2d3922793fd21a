package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// browser is the machine that the engine is compiled for.
var browser = []string{"GOOS=js", "GOARCH=wasm", "GOFLAGS=-buildvcs=false"}

// parcel is a package of the engine, as go list tells of it.
type parcel struct {
	ImportPath string
	Dir        string
	Standard   bool
	GoFiles    []string
	EmbedFiles []string
	Module     *struct {
		Path, Version string
		Main          bool
	}
}

// tree lists all packages that the engine is made of.
func tree() ([]parcel, error) {
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,EmbedFiles,Module", "grapevine/lab/wasm")
	list.Env = append(os.Environ(), browser...)
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []parcel
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p parcel
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

// sources returns the sum of everything that the page is built from: our own
// files, byte by byte, and the versions of others' modules. Where the project
// lies makes no difference.
func sources(page string) (string, error) {
	all, err := tree()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	add := func(name, path string) error {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %x\n", name, sha256.Sum256(data))
		return nil
	}
	var modules []string
	for _, p := range all {
		switch {
		case p.Standard:
		case p.Module != nil && p.Module.Main:
			for _, f := range slices.Concat(p.GoFiles, p.EmbedFiles) {
				if err := add(p.ImportPath+"/"+f, filepath.Join(p.Dir, f)); err != nil {
					return "", err
				}
			}
		case p.Module != nil:
			modules = append(modules, p.Module.Path+" "+p.Module.Version)
		}
	}
	slices.Sort(modules)
	fmt.Fprintln(sum, strings.Join(slices.Compact(modules), "\n"))
	for _, folder := range []string{"src", "vendor"} {
		err := filepath.WalkDir(filepath.Join(page, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return add(folder+"/"+d.Name(), path)
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
