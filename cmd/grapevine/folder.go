package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strconv"

	"grapevine/docs"
	"grapevine/network"
	"grapevine/plots"
	"grapevine/scenarios"
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

// resolved is the scenario as results keep it, with every value. A graph whose
// file is called as a table of results is named by the way from their folder,
// where such a table may stand.
func resolved(s *scenarios.Scenario, dir string) []byte {
	text := s.Resolved()
	for _, strategy := range s.Strategies {
		for _, layer := range strategy.Plan.Layers {
			graph, ok := layer.Graph.(*network.EdgeList)
			if !ok || !slices.ContainsFunc(docs.Tables(), func(t docs.Table) bool { return t.Name == graph.Path }) {
				continue
			}
			text = bytes.ReplaceAll(text, []byte(strconv.Quote(graph.Path)), []byte(strconv.Quote(way(dir, graph.Path))))
		}
	}
	return text
}

// way is the path of a file from a folder on.
func way(dir, path string) string {
	if from, err := filepath.Abs(dir); err == nil {
		if to, err := filepath.Abs(path); err == nil {
			if way, err := filepath.Rel(from, to); err == nil {
				return filepath.ToSlash(way)
			}
		}
	}
	return path
}

// draw draws the pictures that the tables of results are enough for.
func draw(folder *results.Folder, m results.Manifest) error {
	return plots.Draw(plots.From(folder.Staging(), plots.ContextOf(m)), func(name string, picture []byte) error {
		return folder.WriteFile(filepath.Join("plots", name), picture)
	})
}
