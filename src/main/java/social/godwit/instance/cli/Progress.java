package social.godwit.instance.cli;

import social.godwit.instance.client.MediaUpload;

/** Says how far an upload is, every tenth of a large file. */
final class Progress implements MediaUpload.Progress {
    private static final long LARGE = 1 << 20;

    private final Godwit godwit;
    private long told = -1;

    Progress(Godwit godwit) {
        this.godwit = godwit;
    }

    @Override
    public void sent(String name, long sent, long total) {
        long tenth = total == 0 ? 10 : sent * 10 / total;
        if (total < LARGE || godwit.json() || tenth == told) return;
        told = tenth;
        godwit.output().notice(name + ": " + tenth * 10 + " % of " + (total >> 10) + " kB");
    }
}
