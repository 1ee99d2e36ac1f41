package social.godwit.instance.admin.health;

import social.godwit.identity.json.JsonObject;

/**
 * The accounts of this server together. Counted are those that are not deleted.
 *
 * @param home at home here
 * @param elsewhere kept here, but at home at another server; among them those that have moved away
 * @param safe at home here, and another live server has everything
 * @param behind another live server has most
 * @param othersSilent other servers are listed, none of which was heard of within a day
 * @param onlyHere no other server is listed
 * @param recovery at home here with a recovery key
 * @param keyBag at home here with a passphrase to sign in with
 * @param oneDevice at home here with neither: the account is gone with the one device that has its keys
 * @param backup at home here, and a backup was proven to work within a month
 * @param stuck accounts whose move waits for servers that do not take it
 * @param followers who follow accounts of which no other live server has anything
 * @param posts their posts: what would be gone with this server
 */
public record Totals(
        long home,
        long elsewhere,
        long safe,
        long behind,
        long othersSilent,
        long onlyHere,
        long recovery,
        long keyBag,
        long oneDevice,
        long backup,
        long stuck,
        long followers,
        long posts) {
    /** As it is answered. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("home", home)
                .put("elsewhere", elsewhere)
                .put("safe", safe)
                .put("behind", behind)
                .put("othersSilent", othersSilent)
                .put("onlyHere", onlyHere)
                .put("recovery", recovery)
                .put("keyBag", keyBag)
                .put("oneDevice", oneDevice)
                .put("backup", backup)
                .put("stuck", stuck)
                .put(
                        "cost",
                        JsonObject.builder()
                                .put("accounts", othersSilent + onlyHere)
                                .put("followers", followers)
                                .put("posts", posts)
                                .build())
                .build();
    }
}
