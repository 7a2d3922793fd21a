package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"grapevine/lab/page"
	"grapevine/scenarios"
	"grapevine/sim/results"
)

// labCommand opens the lab: on this machine, or in a file to give away.
type labCommand struct {
	Scenario string `arg:"" optional:"" default:"classroom-journey" help:"Preset or TOML file to begin with."`
	Export   string `placeholder:"FILE.html" help:"Write the lab to a file that runs from disk, without a network, and end."`
	Round    string `placeholder:"TEAMS.csv" help:"Rank teams by their decisions: columns team, strategy, and a key for each lever; or team and link, whose B plays."`
	Worlds   int    `default:"25" help:"Worlds that a round is judged by."`
	Seed     *int64 `help:"Seed of a round's worlds; without it they are those that everybody sees in the lab."`
	Port     int    `default:"8765" help:"Port on this machine; 0 takes a free one."`
}

// Run carries the command out.
func (l *labCommand) Run(ctx context.Context, t *terminal) error {
	if l.Round != "" {
		return l.round(t)
	}
	start, err := l.start()
	if err != nil {
		return err
	}
	var whole bytes.Buffer
	if err := page.Write(&whole, start); err != nil {
		return err
	}
	if l.Export != "" {
		if err := results.WriteSmall(l.Export, whole.Bytes()); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "%s: %.1f MB, opens in any browser, offline\n", l.Export, float64(whole.Len())/1e6)
		return nil
	}
	return l.serve(ctx, t, whole.Bytes())
}

// start checks what the lab is to begin with, so that faults are seen here and
// not in the page.
func (l *labCommand) start() (page.Start, error) {
	if _, err := scenarios.Load(l.Scenario, nil); err != nil {
		return page.Start{}, err
	}
	text, err := os.ReadFile(l.Scenario)
	if err != nil {
		return page.Start{Name: l.Scenario}, nil // a preset
	}
	if _, err := scenarios.LoadBytes(l.Scenario, text, nil); err != nil {
		return page.Start{}, usage(fmt.Errorf("%s leans on other files, which a page cannot read: %w", l.Scenario, err))
	}
	name := strings.TrimSuffix(filepath.Base(l.Scenario), ".toml")
	return page.Start{Name: name, Text: string(text), File: l.Scenario}, nil
}

// serve shows the page on this machine only, until interrupted.
func (l *labCommand) serve(ctx context.Context, t *terminal, whole []byte) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", l.Port))
	if err != nil {
		return usage(fmt.Errorf("%w\nnext: grapevine lab --port 0", err))
	}
	fmt.Fprintf(t.out, "the lab is open at http://%s/ (Ctrl-C closes it)\n", listener.Addr())
	server := &http.Server{Handler: labHandler(whole), ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// labHandler serves one page. Whoever asks by another name than this machine's
// is a page of elsewhere that wants to look in.
func labHandler(whole []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil || host != "127.0.0.1" && host != "localhost" {
			http.Error(w, "this is the lab of one machine", http.StatusForbidden)
			return
		}
		if r.URL.Path != "/" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.NotFound(w, r)
			return
		}
		head := w.Header()
		head.Set("Content-Type", "text/html; charset=utf-8")
		head.Set("Content-Security-Policy", page.Policy()+"; frame-ancestors 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cache-Control", "no-store")
		_, _ = w.Write(whole)
	})
}
