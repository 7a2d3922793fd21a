package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"grapevine/network"
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
	m, err := results.Open(p.Dir)
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
	if err := addGraphs(folder, p.Dir, s, m.Files); err != nil {
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

// copyInto copies what a results folder holds, but for the manifest and the
// scenario, which are written anew, and the workings of a sweep.
func copyInto(folder *results.Folder, dir string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name == "work":
			return fs.SkipDir
		case d.IsDir() || results.Leftover(name) || name == "manifest.json" || name == "timing.json" || name == "scenario.toml":
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		return folder.WriteFile(name, data)
	})
}

// addGraphs copies the graphs that the scenario reads to where its copy in the
// folder looks for them: beside it. One that stands outside of where the
// program runs gets its own name there, and the copy of the scenario that name and
// a hash of its own.
func addGraphs(folder *results.Folder, dir string, s *scenarios.Scenario, hashes map[string]string) error {
	scenario, err := os.ReadFile(filepath.Join(dir, "scenario.toml"))
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, strategy := range s.Strategies {
		for _, layer := range strategy.Plan.Layers {
			graph, ok := layer.Graph.(*network.EdgeList)
			if !ok || done[graph.Path] || within(dir, graph.Path) {
				continue
			}
			done[graph.Path] = true
			data, err := os.ReadFile(graph.Path)
			if err != nil {
				return err
			}
			name := graph.Path
			if !filepath.IsLocal(name) || taken(dir, name) {
				name = fmt.Sprintf("graph-%d-%s", len(done), filepath.Base(name))
				for _, written := range []string{graph.Path, way(dir, graph.Path)} {
					scenario = bytes.ReplaceAll(scenario, []byte(strconv.Quote(written)), []byte(strconv.Quote(name)))
				}
			}
			if err := folder.WriteFile(filepath.ToSlash(name), data); err != nil {
				return err
			}
		}
	}
	hashes["scenario.toml"] = fmt.Sprintf("%x", sha256.Sum256(scenario))
	return folder.WriteFile("scenario.toml", scenario)
}

// taken reports whether a pack of a folder holds something else by a name.
func taken(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil || slices.Contains([]string{"ODD.md", "README.md", "environment.txt"}, filepath.Clean(name))
}

// within reports whether a file is in the folder already.
func within(dir, path string) bool {
	name, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(name)
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
	fmt.Fprintf(&b, " with\n\n    %s\n\nThe same numbers, to the byte, on any machine of 64 bits and for any number of\nprocessors:\n\n    %s -o again\n\n", m.Command, again(m.Command))
	fmt.Fprintf(&b, "`manifest.json` has the seed (%d), the counts and the SHA-256 of every file;\n`scenario.toml` every value, with its source or the word illustrative; `ODD.md`\ndescribes the model and these values in the form of the ODD protocol (Grimm et al.\n2020); `environment.txt` says what the program was built with.\n\n| File | SHA-256, first 16 digits |\n|---|---|\n", m.Seed)
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

// again is the command that does with the scenario in the pack what a command
// did with the one it was made from. The scenario holds what --set, --seed and
// --replicates have changed, and a sweep's design; a run's other flags are kept.
func again(command string) string {
	words := strings.Fields(command)
	if len(words) < 3 {
		return "grapevine run scenario.toml"
	}
	switch verb := words[1]; verb {
	case "sweep":
		return "grapevine sweep scenario.toml"
	case "run":
		line := "grapevine run scenario.toml"
		for k := 2; k < len(words); k++ {
			switch name, _, joined := strings.Cut(words[k], "="); name {
			case "--customers":
				line += " " + words[k]
			case "--until", "--until-ci", "--error", "--closeness":
				line += " " + words[k]
				if !joined && k+1 < len(words) {
					k++
					line += " " + words[k]
				}
			}
		}
		return line
	}
	words[2] = "scenario.toml"
	return strings.Join(words, " ")
}

// environment says what the results were made with, and what packs them.
func environment(m results.Manifest) string {
	return fmt.Sprintf("results made by: grapevine %s %s, %s\npacked by:       grapevine %s %s, %s, %s/%s\n",
		m.Version, m.Commit, m.Go, version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
