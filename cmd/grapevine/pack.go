package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/results"
)

// packCommand makes a folder for an archive.
type packCommand struct {
	Dir    string `arg:"" help:"Results folder."`
	Output string `short:"o" help:"Folder to make; DIR-pack if left out." placeholder:"DIR"`
}

// Run carries the command out.
func (p *packCommand) Run(t *terminal) error {
	m, err := results.ReadManifest(p.Dir)
	if err != nil {
		return usage(err)
	}
	differences, err := results.Verify(p.Dir)
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		var all []string
		for _, d := range differences {
			all = append(all, d.String())
		}
		return usage(fmt.Errorf("%s is not as it was written: %s\nnext: run the scenario again", p.Dir, strings.Join(all, "; ")))
	}
	s, err := scenarios.Load(filepath.Join(p.Dir, "scenario.toml"), nil)
	if err != nil {
		return err
	}
	target := p.Output
	if target == "" {
		target = results.NextFree(strings.TrimRight(p.Dir, "/") + "-pack")
	}
	folder, err := results.Create(target, false)
	if err != nil {
		return usage(err)
	}
	defer folder.Discard()
	if err := copyInto(folder, p.Dir); err != nil {
		return err
	}
	for _, file := range []struct{ name, text string }{
		{"ODD.md", string(s.ODD())},
		{"README.md", rerun(m, s, p.Dir)},
		{"environment.txt", environment(m)},
	} {
		if err := folder.WriteFile(file.name, []byte(file.text)); err != nil {
			return err
		}
	}
	if err := folder.Commit(m); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "pack: %s\n", folder.Target())
	return nil
}

// copyInto copies what a results folder holds, but for the manifest, which is
// written anew, and the workings of a sweep.
func copyInto(folder *results.Folder, dir string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name == "work":
			return fs.SkipDir
		case d.IsDir() || name == "manifest.json" || name == "timing.json":
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		return folder.WriteFile(name, data)
	})
}

// rerun says how to get the same numbers again.
func rerun(m results.Manifest, s *scenarios.Scenario, dir string) string {
	var b strings.Builder
	title := m.Title
	if title == "" {
		title = filepath.Base(dir)
	}
	fmt.Fprintf(&b, "# %s\n\n", title)
	if s.Question != "" {
		fmt.Fprintf(&b, "%s\n\n", s.Question)
	}
	fmt.Fprintf(&b, "Made by Grapevine %s", m.Version)
	if m.Commit != "" {
		fmt.Fprintf(&b, " (%s)", m.Commit)
	}
	fmt.Fprintf(&b, " with\n\n    %s\n\nThe same numbers, to the byte, on any machine of 64 bits and for any number of\nprocessors:\n\n    grapevine run scenario.toml -o again\n\n", m.Command)
	fmt.Fprintf(&b, "`manifest.json` has the seed (%d), the counts and the SHA-256 of every file;\n`scenario.toml` every value, with its source or the word illustrative; `ODD.md`\ndescribes the model and these values in the form of the ODD protocol (Grimm et al.\n2020); `environment.txt` says what the program was built with.\n\n| File | Bytes are |\n|---|---|\n", m.Seed)
	names := make([]string, 0, len(m.Files))
	for name := range m.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, m.Files[name][:16])
	}
	return b.String()
}

// environment says what the results were made with, and what packs them.
func environment(m results.Manifest) string {
	return fmt.Sprintf("results made by: grapevine %s %s, %s\npacked by:       grapevine %s %s, %s, %s/%s\n",
		m.Version, m.Commit, m.Go, version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
