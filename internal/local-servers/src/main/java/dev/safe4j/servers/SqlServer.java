package dev.safe4j.servers;

/** A running SQL server, which hands out an empty database to each test. */
public interface SqlServer extends LocalServer {

    /** A fresh, empty database whose {@link TestDatabase#dataSource()} has 16 connections. */
    TestDatabase newDatabase();

    /** A fresh, empty database whose {@link TestDatabase#dataSource()} has that many connections. */
    TestDatabase newDatabase(int poolSize);
}
